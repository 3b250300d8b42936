# 程序关于自身和本次运行的话：`tool-…`。

tool-summary-built-first = 生成 { $count } 个案件
tool-summary-checked-first = 检查 { $count } 个案件
tool-summary-fresh-first = { $count } 个案件无需更新
tool-summary-failed-first = { $count } 个案件失败
tool-summary-built = 生成 { $count } 个
tool-summary-checked = 检查 { $count } 个
tool-summary-fresh = 无需更新 { $count } 个
tool-summary-failed = 失败 { $count } 个
tool-summary-nothing = 没有案件
tool-summary-errors = { $count } 个错误
tool-summary-warnings = { $count } 个警告
# 列表各部分之间；竖线用来保留空格。
tool-summary-separator = |，|
tool-summary-clean = { $cases }，用时 { $seconds } 秒
tool-summary-found = { $cases }：{ $found }，用时 { $seconds } 秒

tool-case-built = 已生成 { $case }
tool-case-fresh = 无需更新：{ $case }
tool-case-failed = 失败：{ $case }
tool-case-checked = 已检查 { $case }
tool-case-gone = { $case } 已不存在，其输出已删除
tool-case-sizes = { $case }：{ $files }
tool-case-sizes-total = { $case }：{ $files }；证据包合计 { $total } MB
tool-case-pictures = {"  "}{ $reduced } 张图片缩小显示，为此解码 { $decoded } 张
tool-case-why = （…）

tool-explain = 想了解更多，请运行 `appealc explain { $code }`
tool-explain-several = 想了解其中一条，请运行 `appealc explain { $code }`

tool-typst-missing = 找不到 `typst` 程序
    .help = 安装 Typst，或用 `--typst PATH` 指定，或不用 `--engine cli`
tool-typst-old = `typst` 程序的版本是 { $found }，需要 { $needed } 或更新的版本
    .help = 安装更新的 Typst，或不用 `--engine cli`
tool-typst-failed = 排版失败：{ $detail }
tool-typst-timeout = 排版 { $seconds } 秒后仍未完成
tool-template-error = 模板 `{ $file }` 第 { $line } 行：{ $detail }
    .help = 改正模板，或删除它以使用内置模板
tool-no-cases = `{ $path }` 中没有找到案件
    .help = 案件是含有 `case.toml` 的文件夹；用 `appealc new` 新建一个
tool-no-path = 没有这个文件或文件夹：`{ $path }`
tool-roots-differ = `{ $first }` 和 `{ $second }` 属于不同的工作区
    .help = 每个工作区分别运行一次
tool-worker-died = 处理 `{ $case }` 的进程意外退出
    .help = 单独重新生成；如果仍然退出，逐个去掉证据，找出有问题的那一份
tool-write-failed = 无法写入 `{ $path }`：{ $detail }
    .help = 检查文件是否被其他程序打开，磁盘是否已满
tool-lock-held = 这个工作区正在进行另一次生成，等它结束后继续
tool-remove-failed = 无法删除 `{ $path }` 的输出：{ $detail }
    .help = 检查文件是否被其他程序打开，以及是否有写入权限
tool-cleaned = 已删除 { $cases } 个案件的 { $files } 个文件
tool-unknown-rule = 没有名为 `{ $name }` 的规则或规则组
    .help = `appealc rules` 会列出全部规则
tool-unknown-rule-similar = 没有名为 `{ $name }` 的规则或规则组；是不是想写 `{ $nearest }`？
    .help = `appealc rules` 会列出全部规则
tool-cannot-allow = `{ $rule }` 不能关闭：有这类问题的案件无法生成材料

tool-read-failed = 无法读取 `{ $path }`：{ $detail }
tool-bad-date = `{ $value }` 不是日期
    .help = 日期写成 2026-10-07 这样
tool-bad-asin = `{ $asin }` 不是 ASIN
    .help = ASIN 由十位大写字母和数字组成，例如 B0CHX3QBCH
tool-bad-value = 没有 `{ $value }` 这个值
    .help = 可选：{ $allowed }
tool-no-template = 没有模板 `{ $name }`
    .help = 运行 `appealc templates` 查看列表
tool-github-hidden = 还有 { $count } 条没有显示为注释；运行 `appealc check` 查看全部
tool-bad-baseline = `{ $path }` 不是基线文件
    .help = 用 `appealc check --write-baseline 文件` 生成

tool-fix-done = 已修正 { $file } 中的 { $count } 处：
tool-fix-would = 可以修正 { $file } 中的 { $count } 处：

tool-no-outputs = `{ $path }` 中没有 appealc 生成的文件
    .help = 请指定输出目录、`bundle.pdf` 或案件目录；用 `appealc build` 生成
tool-no-bundle = `{ $path }` 不是 appealc 生成的证据包
    .help = 证据包内附有 `manifest.json`；有些程序另存 PDF 时会把附件丢掉
tool-other-bundle = `{ $path }` 和前面的文件不属于同一个证据包
    .help = 每次只提取一个证据包；同一证据包的各分卷可以一起给出
tool-exists = `{ $path }` 已经存在
    .help = 用 `--out` 换一个目录，或用 `--force` 覆盖
tool-bundle-timeout = 读取 `{ $path }` 用时过长
    .help = 文件可能已损坏，或是故意拖住程序
tool-bundle-crashed = 读取 `{ $path }` 失败：读取程序崩溃，或所需内存超出限制
    .help = 文件可能已损坏或过大；可用 `[limits] worker_mb` 放宽内存
tool-no-csv = 只有 `status` 和 `stats` 能输出 CSV
    .help = 请换一种 `--format`
tool-no-repository = `--changed-since` 需要工作区在 git 仓库中，但这里没有仓库
    .help = 去掉它就会处理全部案件
tool-no-revision = git 没有版本 `{ $revision }`：{ $detail }
    .help = 请写本仓库的分支、标签或提交，例如 `main` 或 `HEAD~1`
tool-shallow = 这是浅克隆，里面没有 `{ $revision }`
    .help = 取回更多历史：`git fetch --unshallow`，或在工作流里写 `fetch-depth: 0`
tool-changed-since = { $total } 个案件中有 { $count } 个自 { $revision } 以来有改动
