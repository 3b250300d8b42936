# 规则发现的问题。信息名为 `代码` 或 `代码-变体`，其属性：
#   .label  第一处标记旁的话      .note  原因或补充说明
#   .help   该写什么              其他：第二处标记旁的话
# 文风：简短，句末不用句号，名称加反引号。

## 格式

S001 = 不是合法的 TOML：{ $detail }
    .label = 从这里起无法读取
S001-quotes = 不是合法的 TOML：用了弯引号
    .label = 常由 Word 或聊天软件自动改成
    .help = 改用直引号 `"…"`
S001-punctuation = 不是合法的 TOML：用了全角标点
    .label = 用中文输入法打的标点
    .help = 改用半角的 `=`、`,`、`[`、`]` 和空格
S001-date = 不是合法的 TOML：日期应写成“年-月-日”
    .label = TOML 不认识这样的日期
    .help = 年、月、日之间用半角连字符，月和日各写两位，例如 2026-10-07
S001-backslash = 不是合法的 TOML：路径里有反斜杠
    .label = 反斜杠会被当作转义的开头
    .help = 文件夹之间用 `/`，例如 `evidence/box-after.jpg`
S001-unclosed = 不是合法的 TOML：括号没有关闭
    .label = 在这里打开
    .help = 在列表或表结束的地方补上 `]` 或 {"`}`"}
S001-header = 不是合法的 TOML：表头的方括号多了或少了
    .label = 从这里开始一个表
    .help = 写成 `{ $detail }`
S001-duplicate = 不是合法的 TOML：`{ $detail }` 写了两次
    .label = 这里又写了一次
    .first = 第一次写在这里
    .help = 只保留其中一个
S001-encoding = 文件不是 UTF-8 编码
    .label = 这些字节不是 UTF-8 文本
    .help = 把文件另存为 UTF-8
S001-too-large = 文件大于 { $limit }
    .help = 资料请放在 `evidence/` 里，再用 `[[evidence]]` 引用

S002 = { $table ->
        [top] {""}
       *[other] `{ $table }` 中有
    }未知的键 `{ $key }`
    .label = 没有这个键
    .help = 删除这一行，或查看 `appealc explain S002`
S002-similar = { $table ->
        [top] {""}
       *[other] `{ $table }` 中有
    }未知的键 `{ $key }`
    .label = 是不是想写 `{ $nearest }`？
    .help = 改为 `{ $nearest }`

S003 = `{ $key }` 应为{ $expected }，这里却是{ $found }
    .label = 应为{ $expected }
    .help = { $key ->
        [done] 日期不加引号：`{ $key } = 2026-10-07`
        [started] 日期不加引号：`{ $key } = 2026-10-07`
        [notified] 日期不加引号：`{ $key } = 2026-10-07`
        [respond_by] 日期不加引号：`{ $key } = 2026-10-07`
        [date] 日期不加引号：`{ $key } = 2026-10-07`
        [as_of] 日期不加引号：`{ $key } = 2026-10-07`
        [from] 日期不加引号：`{ $key } = 2026-10-07`
        [to] 日期不加引号：`{ $key } = 2026-10-07`
       *[other] 运行 `appealc explain S003` 查看各种类型的写法
    }
S003-date = `{ $key }` 不是日历上的日期：`{ $value }`
    .label = 应为日期
    .help = 按年-月-日书写，不加引号，例如 `{ $key } = 2026-10-07`
S003-range = `{ $key }` 不能是 { $value }
    .label = 超出范围
S003-period = 统计期在 { $to } 结束，却在 { $from } 才开始
    .label = 统计截止日
    .help = 把 `from` 和 `to` 对调
S003-once = `{ $key }` 写了不止一次
    .label = 这里又写了一次
    .help = 只保留一处
S003-conflict = `{ $key }` 和 `{ $other }` 不能同时使用
    .label = 这里是 `{ $key }`
    .other = 这里是 `{ $other }`
    .help = 两者只保留一个

S004 = { $table ->
        [top] {""}
       *[other] `{ $table }` 中
    }缺少键 `{ $key }`
    .label = 必须填写 `{ $key }`
    .help = 请添加 { $key ->
        [type] `type = "defective/quality-control"`
        [product] `product = "Bamboo cutting board, set of 3"`
        [area] `area = "quality-control"`：属于经营的哪个方面
        [statement] `statement = "…"`：自己流程中哪一步出了问题，要有数字
        [done] `done = 2026-10-07`：完成的日期
        [what] `what = "…"`：谁做了什么、涉及多少件、记录在哪份文件
        [claim] `claim = "…"`：证据所证明的一项事实
        [evidence] `evidence = ["…"]`：`[[evidence]]` 的 id
        [id] `id = "box-after"`：小写字母、数字、连字符
        [path] `path = "evidence/box-after.jpg"`
        [kind] `kind = "photo"`
        [caption] `caption = "…"`：这份证据展示了什么、何时形成
        [asin] `asin = "B0CHX3QBCH"`
        [name] `name = "…"`：信末署名
        [store] `store = "…"`：卖家账户名称
       *[other] `{ $key } = …`
    }
S004-asin = 案件没有写 ASIN
    .label = 必须填写 `asin`、`asins` 或 `[[items]]`
    .help = 请添加 `asin = "B0CHX3QBCH"`
S004-cause = 申诉必须写根本原因
    .label = 本文件没有 `[[root_cause]]`
    .note = 申诉是承认投诉，并说明自己流程中的哪一步导致了问题；如果认为亚马逊误判，请写 `stance = "dispute"`
    .help = 请添加一个表：
        {"["}[root_cause]]
        area = "quality-control"
        statement = "…"
S004-action = 申诉必须写整改措施
    .label = 本文件没有 `[[actions]]`
    .note = 审核团队想看到已经做了什么，而不是计划做什么
    .help = 请添加一个表：
        {"["}[actions]]
        area = "quality-control"
        done = 2026-10-07
        what = "…"
        evidence = ["…"]
S004-argument = 争议必须写论点
    .label = 本文件没有 `[[arguments]]`
    .note = 争议要说明亚马逊的判断错在哪里，并加以证明
    .help = 请添加一个表：
        {"["}[arguments]]
        claim = "…"
        evidence = ["…"]

S005 = `{ $asin }` 不是 ASIN
    .label = 应为十位大写字母和数字
    .help = 从商品页面网址中 `/dp/` 之后复制
S005-length = `{ $asin }` 不是 ASIN：有 { $length } 个字符，应为 10 个
    .label = 应为十位大写字母和数字
    .help = 从商品页面网址中 `/dp/` 之后复制
S005-case = `{ $asin }` 不是 ASIN：字母必须大写
    .label = 含小写字母
    .help = 改为 `{ $upper }`
S005-characters = `{ $asin }` 不是 ASIN：含有 `{ $found }`
    .label = 只能是大写字母 A–Z 和数字
    .help = 从商品页面网址中 `/dp/` 之后复制
S005-check-digit = `{ $asin }` 看起来是 ISBN-10，但末位应为 `{ $expected }`
    .label = 校验位不对
    .help = 请对照书上的 ISBN 重新抄写；如果只有末位错了，改为 `{ $expected }`
S005-placeholder = `{ $asin }` 是占位符，不是 ASIN
    .label = 模板里遗留的内容
    .help = 从亚马逊的通知中复制 ASIN

S006 = `{ $asin }` 不像常见的 ASIN
    .label = 绝大多数以 `B0` 开头
    .note = SKU 和 FNSKU 常被误当作 ASIN
    .help = 与亚马逊的通知核对；如果通知里就是这样写的，则没有问题

S007 = `{ $value }` 不是有效的编号
    .label = 格式不可能成立
S007-order = `{ $value }` 不是亚马逊订单号
    .label = 应为 3-7-7 位数字
    .help = 按通知里的格式书写，例如 `302-5550143-5550177`
S007-case-id = `{ $value }` 不是亚马逊问题编号
    .label = 应为 10 至 12 位数字
    .help = 从问题日志中复制，例如 `21340329531`；还没有编号就不写这个键
S007-marketplace = `{ $value }` 不是亚马逊站点
    .label = 应为国家代码、域名或站点 ID
    .help = 写国家代码如 `US`、域名如 `amazon.de`，或站点 ID 如 `ATVPDKIKX0DER`
S007-marketplace-similar = `{ $value }` 不是亚马逊站点
    .label = 是不是想写 `{ $nearest }`？
    .help = 改为 `{ $nearest }`
S007-evidence-id = `{ $value }` 不能用作证据 id
    .label = 只能用小写字母、数字和连字符，最多 64 个字符
    .help = 写成 `box-after` 这样的 id
S007-commit = `{ $value }` 不是 git 提交的编号
    .label = 应为十六进制数字
    .help = 从 `git log` 复制，或去掉这个键
S007-cause-id = `{ $value }` 不能用作根本原因 id
    .label = 只能用小写字母、数字和连字符，最多 64 个字符
    .help = 写成 `no-drop-test` 这样的 id
S007-password-env = `{ $value }` 不能用来指定文件密码
    .label = 应以 `APPEALC_` 开头，后接大写字母、数字或 `_`
    .help = 这里写环境变量的名字，例如 `APPEALC_LAB_REPORT`，不要写密码本身

S008 = id `{ $id }` 用了两次
    .label = 这里又用了一次
    .first = 第一次用在这里
    .help = 给其中一个换一个 id，并按新 id 引用
S008-list = `{ $id }` 列了两次
    .label = 这里又列了一次
    .first = 第一次列在这里
    .help = 删除其中一个
S008-marketplace = `{ $value }` 写了两遍
    .label = 案件已经包含这个站点
    .first = 第一次写在这里
    .help = 去掉这个表；案件自己的站点写在文件开头
S008-submission = 第 { $n } 次提交记录了两遍
    .label = 这里又记了一遍
    .first = 第一次记录在这里
    .help = 把后一次改成下一个空号，`submissions/` 里的文件夹同样改名
S008-asin = ASIN `{ $asin }` 写了两次
    .label = 这里又写了一次
    .first = 第一次写在这里
    .help = 删除其中一个

S009 = { $kind-of } `{ $id }` 不存在
    .label = 没有哪一项用这个 id
S009-complaints = `{ $id }` 指由亚马逊报告生成的页面，而本案件没有列出任何报告
    .label = 没有可用来生成该页的报告
    .help = 添加 `[complaints]` 并写明 `reports = ["reports/…"]`，或引用其他证据
S009-similar = { $kind-of } `{ $id }` 不存在
    .label = 是不是想写 `{ $nearest }`？
    .help = 改为 `{ $nearest }`
S009-submission = 没有第 { $n } 次提交
    .label = 这个答复不对应任何提交
    .help = 写本文件中在它上面记录的某次提交
S009-asin = ASIN `{ $asin }` 不属于本案件
    .label = 案件开头没有写这个 ASIN
    .help = 把它加到 `asins`，或在这里删除
S009-column = 这个文件里没有叫 `{ $id }` 的列
    .label = 没有这一列
    .help = 按表头里的写法填写列名
S009-column-similar = 这个文件里没有叫 `{ $id }` 的列
    .label = 是不是想写 `{ $nearest }`？
    .help = 改为 `{ $nearest }`
S009-after-self = `{ $id }` 排在了自己后面
    .label = 这是这份证据自己的 id
    .help = 写它所改进的那份证据，例如 `after = "box-before"`

S010 = `{ $value }` 不是有效的 `{ $key }`
    .label = 没有这个值
    .help = 从这些值中选一个：{ $allowed }
S010-similar = `{ $value }` 不是有效的 `{ $key }`
    .label = 是不是想写 `{ $nearest }`？
    .help = 改为 `"{ $nearest }"`；全部可用的值：{ $allowed }
S010-unallowable = `{ $rule }` 不能关闭
    .label = 这条规则始终是错误
    .note = 有这类问题的案件无法生成材料
    .help = 删除这一行

S011 = 站点 { $marketplace } 的 `{ $asin }` 已有另一个同类型 `{ $type }` 的未结案件
    .label = 店铺、站点、ASIN、类型都相同
    .first = 第一个在案件 `{ $case }`
    .note = 同一个判定提交两份申诉，内容迟早互相矛盾
    .help = 合并两个案件，或改正其中一个的 ASIN 或类型

S012 = 对 `{ $rule }` 的豁免没有作用
    .label = 这里没有可豁免的内容
    .help = 删除它
S012-unknown = 没有可豁免的规则 `{ $rule }`
    .label = 未知的规则
    .help = 运行 `appealc rules` 查看全部规则
S012-similar = 没有可豁免的规则 `{ $rule }`
    .label = 是不是想写 `{ $nearest }`？
    .help = 改为 `{ $nearest }`
S012-reason = 豁免没有写理由
    .label = 写明理由才有效
    .help = 写成 `# appealc: allow(…, reason = "为什么这里没问题")`

## 证据

E001 = 没有这个文件：`{ $path }`
    .label = 文件不存在
    .help = 把文件放到这个位置，或改正路径
E001-similar = 没有这个文件：`{ $path }`
    .label = 是不是想写 `{ $nearest }`？
    .help = 改为 `"{ $nearest }"`
E001-case = 没有这个文件：`{ $path }`
    .label = 文件实际叫 `{ $nearest }`
    .note = 大小写不同；这样的文件在有的系统上能找到，在有的系统上找不到
    .help = 改为 `"{ $nearest }"`
E001-absolute = 工作区里没有这个文件：`{ $path }`
    .label = 文件不存在
    .note = 开头的 `/` 指工作区根目录，不是磁盘根目录
    .help = 把文件复制到案件的 `evidence` 文件夹，并写 `"evidence/…"`
E001-not-a-file = `{ $path }` 是{ $what }，不是文件
    .label = 这里应为文件
    .help = 请写一个具体的文件

E002 = `{ $path }` 在工作区之外
    .label = 指向工作区之外
    .note = 只读取工作区之内的文件
    .help = 把文件复制到案件的 `evidence` 文件夹，并写 `path = "evidence/…"`
E002-dotdot = `{ $path }` 在工作区之外
    .label = `..` 指向工作区之外
    .note = 只读取工作区之内的文件
    .help = 把文件复制到案件的 `evidence` 文件夹，并写 `path = "evidence/…"`
E002-drive = `{ $path }` 写了盘符
    .label = 盘符指向工作区之外
    .note = 只读取工作区之内的文件
    .help = 把文件复制到案件的 `evidence` 文件夹，并写 `path = "evidence/…"`
E002-unc = `{ $path }` 指向另一台电脑
    .label = 网络路径在工作区之外
    .note = 只读取工作区之内的文件
    .help = 把文件复制到案件的 `evidence` 文件夹，并写 `path = "evidence/…"`
E002-link = `{ $path }` 是指向工作区之外的链接
    .label = 指向 `{ $target }`
    .note = 只读取工作区之内的文件
    .help = 用文件的副本替换这个链接
E002-backslash = `{ $path }` 含有反斜杠
    .label = 不是所有系统都认识这种路径
    .help = 文件夹之间写 `/`，例如 `evidence/box-after.jpg`

E003 = `{ $path }` 是空文件
    .label = 0 字节
    .note = 下载或复制中断会留下这样的文件
    .help = 从来源处重新复制

E004 = 无法读取 `{ $path }`：{ $problem }
    .label = 无法读取
    .note = 由 { $reader } 读取器发现
    .help = 请自己打开文件看看；如果能打开，就重新保存或导出一次
E004-limit = 无法读取 `{ $path }`：{ $problem }
    .label = 超出允许的范围
    .note = 由 { $reader } 读取器发现
    .help = 把它缩小或分成几份保存；确信文件没有问题时，可以在 appealc.toml 的 `[limits]` 里调大 `{ $key }`
E004-password = 无法读取 `{ $path }`：需要密码
    .label = 已加密
    .help = 把密码放进名为 `APPEALC_…` 的环境变量，并在此处用 `password_env` 写上变量名；或者另存一份不带密码的文件
E004-password-unset = 无法读取 `{ $path }`：需要密码，但没有设置 `{ $variable }`
    .label = 已加密
    .help = 运行命令前，把环境变量 `{ $variable }` 设为打开这个文件的密码
E004-password-wrong = 无法读取 `{ $path }`：`{ $variable }` 里的密码打不开它
    .label = 已加密
    .help = 把 `{ $variable }` 设为您在阅读器里打开文件时输入的密码；修改权限用的密码不行
E004-crashed = 无法读取 `{ $path }`：读取器崩溃或内存不足
    .label = 无法读取
    .help = 重新保存或导出文件；文件很大时请分成几份
E004-timeout = 无法读取 `{ $path }`：{ $seconds } 秒后仍未读完
    .label = 无法读取
    .help = 重新保存或导出文件，文件很大时请分成几份；也可以在 appealc.toml 的 `[limits]` 里调大 `{ $key }`
E004-io = 无法读取 `{ $path }`：{ $detail }
    .label = 无法读取
    .help = 检查文件是否被其他程序占用，以及是否有读取权限

E005 = `{ $path }` 与内容不符：实际是 { $format }
    .label = 文件名说的是另一种格式
    .note = 证据册能展示它，但 `exhibits/` 里的原件保留原名，审核人员的程序按文件名打开
    .help = 把文件改名为 `{ $wanted }`，这里也照写

E006 = 无法显示 `{ $path }`：这是{ $what }
    .label = 不支持的格式
    .help = 转换成{ $convert-to }，再写转换后的文件

E007 = `{ $path }` 只是 Git LFS 指针，不是文件本身
    .label = 文件还没有下载
    .help = 运行 `git lfs pull`

E008 = git 没有收录 `{ $path }`
    .label = 还没有添加
    .note = 别人拿到仓库时没有这个文件，日后也查不到当时提交的是什么
    .help = 在工作区文件夹里运行 `git add { $argument }`
E008-ignored = git 忽略了 `{ $path }`
    .label = 因为 `{ $file }` 第 { $line } 行的规则 `{ $pattern }`
    .note = `git add .` 会不声不响地跳过它；别人拿到仓库时没有这个文件
    .help = 在工作区文件夹里运行 `git add -f { $argument }`，或修改那一行

E009 = 证据 `{ $id }` 没有被引用
    .label = 没有原因、措施或论点提到它
    .note = 没有被引用的附件，要审核人员自己去猜用途
    .help = 在它能证明的地方引用，`evidence = ["{ $id }"]`，或删除这个表

E010 = `{ $id }` 与 `{ $other }` 展示的是相同的页
    .label = 同一个文件又出现一次
    .first = 已作为 `{ $other }` 展示
    .help = 两处都引用 `{ $other }` 并删除这个表，或选择别的 `pages`

E010-pages = `{ $id }` 的第 { $pages } 页在 `{ $other }` 里已经展示（共 { $count } 页）
    .label = 同一个文件又出现一次
    .first = 已作为 `{ $other }` 展示
    .help = 从其中一处去掉这 { $count } 页，或两处都引用 `{ $other }`

E011 = `{ $path }` 没有第 { $pages } 页
    .label = 文件共 { $count } 页
    .help = 页码应在 1 到 { $count } 之间；不写 `pages` 则显示全部
E011-syntax = `{ $value }` 不是页码列表
    .label = 应为页码和页码范围
    .help = 写成 `pages = "1-3,7"`
E011-redact = `{ $path }` 没有第 { $pages } 页，无法在上面涂黑
    .label = 文件共 { $count } 页
    .help = 页码应在 1 到 { $count } 之间
E011-not-paged = `{ $path }` 没有可选的页
    .label = 这是{ $format }
    .help = 删除 `pages`

E012 = `{ $id }` 太小，看不清：{ $width } × { $height } 像素
    .label = 长边至少要有 { $needed } 像素
    .note = 经聊天软件转发的图片往往被压缩
    .help = 用相机或屏幕的原图

E013 = 没有字体包含字符 `{ $character }`（{ $codepoint }）
    .label = 无法印出
    .help = { $script ->
        [Han] 安装 Noto Sans CJK SC（Debian、Ubuntu：`apt install fonts-noto-cjk`；Fedora：`dnf install google-noto-sans-cjk-fonts`；macOS、Windows：从 fonts.google.com/noto 下载），或在 appealc.toml 的 `[fonts]` 下指定字体文件夹：`paths = ["fonts"]`
        [Hiragana] 安装 Noto Sans CJK JP（Debian、Ubuntu：`apt install fonts-noto-cjk`；Fedora：`dnf install google-noto-sans-cjk-fonts`；macOS、Windows：从 fonts.google.com/noto 下载），或在 appealc.toml 的 `[fonts]` 下指定字体文件夹：`paths = ["fonts"]`
        [Katakana] 安装 Noto Sans CJK JP（Debian、Ubuntu：`apt install fonts-noto-cjk`；Fedora：`dnf install google-noto-sans-cjk-fonts`；macOS、Windows：从 fonts.google.com/noto 下载），或在 appealc.toml 的 `[fonts]` 下指定字体文件夹：`paths = ["fonts"]`
        [Hangul] 安装 Noto Sans CJK KR（Debian、Ubuntu：`apt install fonts-noto-cjk`；Fedora：`dnf install google-noto-sans-cjk-fonts`；macOS、Windows：从 fonts.google.com/noto 下载），或在 appealc.toml 的 `[fonts]` 下指定字体文件夹：`paths = ["fonts"]`
        [Emoji] 用文字代替这个符号，或安装 Noto Emoji（从 fonts.google.com/noto 下载）并在 appealc.toml 的 `[fonts]` 下指定其文件夹：`paths = ["fonts"]`
        [Private] 删除这个字符：它是私用字符，在别处没有意义
       *[other] 安装 { $script } 的 Noto 字体（Debian、Ubuntu：`apt install fonts-noto`；其他系统从 fonts.google.com/noto 下载），或在 appealc.toml 的 `[fonts]` 下指定字体文件夹：`paths = ["fonts"]`
    }
E013-evidence = `{ $path }` 中有 { $count } 个字符没有可用的字体
    .label = 印成 `[{ $codepoint }]`
    .note = 原文件仍原样附在证据包旁
    .help = 安装含有 { $codepoint } 的字体，或在 appealc.toml 的 `[fonts]` 下指定字体文件夹：`paths = ["fonts"]`

E014 = 证据包有 { $mb } MB，超出上限（{ $limit } MB）{ $over } MB
    .label = 其中 `{ $id }` 占 { $cost } MB
    .note = 照片已经缩小（不低于 90 dpi），其他图片不低于 150 dpi；现在占用最多的是：{ $largest }{ $whole ->
        [some] ；无法缩小：{ $stubborn }
       *[none] {""}
    }
    .help = 少展示几页，例如 `pages = "1-3"`，或去掉 { $drop }
E014-file = 证据包的一个文件有 { $mb } MB，超出上限（{ $limit } MB）{ $over } MB
    .label = 其中 `{ $id }` 占 { $cost } MB；分卷只在证据之间切开
    .note = 图片已经缩小；这个文件里占用最多的是：{ $largest }{ $whole ->
        [some] ；无法缩小：{ $stubborn }
       *[none] {""}
    }
    .help = 用 `pages` 把它分成两份证据，或少展示几页
E014-type = 允许的附件类型里没有 `pdf`
    .label = 信件和证据包都是 PDF 文件
    .help = 在 `file_types` 里加上 "pdf"

E015 = 发票 `{ $id }` 比通知早 { $days } 天
    .label = 日期为 { $date }；亚马逊只接受 365 天内的发票
    .help = 换成被投诉批次或新批次的发票

E015-printed = 发票 `{ $id }` 比通知早 { $days } 天
    .label = 发票上写的开票日期是 { $date }；亚马逊只接受 365 天内的发票
    .help = 换成被投诉批次或新批次的发票
E015-pro-forma = `{ $id }` 是形式发票
    .label = 它的标题就是这样写的
    .note = 亚马逊不接受形式发票（Pro forma）：它只是报价，不能证明已经采购
    .help = 向供应商索取之后开具的正式发票

E016 = `{ $path }` 属于另一个客户
    .label = 在 `{ $file }` 所在的文件夹里
    .note = `{ $file }` 与本案件无关
    .help = 如果确实是本客户的文件，请复制到本案件的 `evidence` 文件夹；各客户共用的文件放在上层，例如 `/shared/`

E017 = `{ $path }` 作为证据 `{ $id }`，类别 `{ $kind }`，标题“{ $caption }”
    .label = 这里写的是路径，等于一个 `[[evidence]]` 表
    .help = 想写自己的标题，就加上这个表，并在这里引用它的 id

E018 = `{ $path }` 可以写得更简单
    .label = 与 `{ $plain }` 相同
    .help = 写成 `{ $plain }`

E019 = `{ $path }` 第 { $pages } 页上没有要涂黑的文字
    .label = 没有找到
    .note = 大小写、换行处的空格和连字不影响查找；图片里的字和画成线条的字不算文字
    .help = 从 PDF 里复制这段文字，或改用方框：`page = 1` 和 `rect = [左, 上, 宽, 高]`，按页面宽高的百分比
E019-unreadable = `{ $path }` 第 { $pages } 页上没有找到要涂黑的文字
    .label = 没有找到
    .note = 这些页上有 { $count } 个字符没有标明是什么字：看得见，但无法查找
    .help = 改用方框：`page = 1` 和 `rect = [左, 上, 宽, 高]`，按页面宽高的百分比
E019-scan = `{ $path }` 第 { $pages } 页没有可查找的文字
    .label = 这里查不到任何文字
    .note = 这是扫描件或照片，字是图片的一部分
    .help = 改用方框：`page = 1` 和 `rect = [左, 上, 宽, 高]`，按页面宽高的百分比
E019-picture = `{ $path }` 没有可查找的文字
    .label = 这是图片
    .help = 改用方框：`rect = [左, 上, 宽, 高]`，按图片宽高的百分比
E019-format = { $format }里不能涂黑
    .label = 只有 PDF 页和图片可以涂黑
    .note = 表格中含买家信息的列，打印时本来就会遮住
    .help = 另存为 PDF；或者复制一份文件，删掉不该给人看的内容，再在这里引用那一份
E019-outside = 方框超出页面
    .label = 应为 [左, 上, 宽, 高]，从左上角量起的百分比
    .note = `[0, 0, 100, 100]` 是整页；`[50, 10, 40, 5]` 从正中间开始，距顶边为页高的十分之一
    .help = 按显示的页面量：到左边的距离 × 100 ÷ 页面宽度，其余类推
E019-which-page = 方框没有写明在哪一页
    .label = 文件共 { $count } 页
    .help = 加上 `page = 1`，或写明要涂的那一页
E019-page-not-shown = 第 { $page } 页不会展示
    .label = `pages` 没有包含它
    .help = 删除这个表，或把该页加进 `pages`
E019-nothing = 这个表没有写明要涂黑什么
    .label = 既没有 `rect`，也没有 `search`
    .help = 加上 `search = "Jane Doe"`，或 `page = 1` 和 `rect = [左, 上, 宽, 高]`，按页面宽高的百分比
E019-both = 同一个表里既有 `rect` 又有 `search`
    .label = 只能写一个
    .help = 写成两个 `[[evidence.redact]]` 表
E019-empty = 要涂黑的文字是空的
    .label = 没有可查找的内容
    .help = 照页面上的样子写出文字
E019-fonts = `{ $path }` 第 { $page } 页无法照原样画出
    .label = 涂黑时要把整页重新画成图片
    .note = 这一页用的字体没有嵌入文件，有些字会缺失
    .help = 用显示正常的软件打开，打印成 PDF（字体会嵌入），再引用新文件；或者给这一页截图，改为引用图片，并用 `rect` 代替 `search`
E019-undrawn = `{ $path }` 第 { $page } 页无法完整画出
    .label = 涂黑时要把整页重新画成图片
    .note = 页面上有无法识别的图片或字体
    .help = 用显示正常的软件打开，打印成 PDF 再引用；或者截图

E020 = 证据 { $number } 中涂黑的文字仍能读到
    .label = 还出现在 { $places }
    .help = 那里也要去掉；如果可以保留，请加注释说明：`# appealc: allow(redacted-text-remains, reason = "…")`
E020-said = 涂黑的文字出现在您自己写的内容里
    .label = 在这里涂黑
    .said = 这里却写了出来
    .help = 请删掉；如果可以保留，请加注释说明：`# appealc: allow(redacted-text-remains, reason = "…")`
E020-box = 证据 { $number } 方框下的文字在别处能读到
    .label = 还出现在 { $places }
    .note = 方框下的文字不一定都是秘密
    .help = 如果确实要保密，那里也要去掉

E021 = `{ $path }` 不是亚马逊的报告
    .label = 开头几行没有认识的表头
    .note = 找过：FBA 买家退货（return-date、asin、quantity、detailed-disposition、reason）；自发货退货（Order ID、Return request date、ASIN、Return quantity、Return Reason，或带 AmazonEnvelope 的 XML）；买家之声（ASIN、NCX rate 或 买家不满意率、NCX orders、Total orders、CX Health）；卖家反馈（Date、Rating、Comments、Your Response、Order ID、Rater Email）
    .help = 重新下载报告，不要改动表头；自己做的表格请写进 `[[evidence]]`
E021-other = `{ $path }` 是{ $what }报告，里面没有投诉
    .label = 亚马逊的另一种报告
    .note = 找过：FBA 买家退货、自发货退货、买家之声、卖家反馈
    .help = 下载上述报告之一，或把这份报告作为 `[[evidence]]` 引用
E021-other-file = `{ $path }` 是{ $what }，不是报告
    .label = 不是文本
    .note = 找过：FBA 买家退货、自发货退货、买家之声、卖家反馈
    .help = 请用亚马逊给出的原文件（.csv、.tsv、.txt、.xml，也可以是 .gz）；工作簿可另存为 CSV
E021-binary = `{ $path }` 不是文本
    .label = 不是报告
    .note = 找过：FBA 买家退货、自发货退货、买家之声、卖家反馈
    .help = 重新下载报告
E021-truncated = `{ $path }` 不完整，结尾缺失
    .label = 被截断
    .help = 重新下载报告
E021-damaged = `{ $path }` 已损坏：{ $detail }
    .label = 已损坏
    .help = 重新下载报告
E021-too-large = `{ $path }` 超过 { $limit } MB
    .label = 太大
    .help = 缩短时间范围后重新下载
E021-kept-damaged = `{ $path }` 的统计存档已损坏：{ $detail }
    .label = 报告不在，它的 `.tally.json` 也无法使用
    .help = 从 git 恢复 `.tally.json`，或放回报告后重新 build
E021-kept-readings = `{ $path }` 的统计存档是按别的用词统计的
    .label = 报告不在，它的 `.tally.json` 里没有这些用词的统计
    .help = 放回报告后重新 build：评论只能从报告里统计
E021-kept-quotes = `{ $path }` 的统计存档里没有买家评论
    .label = 报告文件本身不在这里
    .help = 放回报告文件并构建一次，或去掉 `quote = true`
E021-kept-left-out = `{ $path }` 的统计存档里没有 `{ $asin }`
    .label = 报告不在，而且太大，存档里没有全部 ASIN
    .help = 放回报告，把这个案件 build 一次

E022 = `{ $path }` 的 { $read } 行中有 { $unreadable } 行无法读取
    .label = 共 { $unreadable } 行，第一处在第 { $unreadable-line } 行
    .note = { $report }，{ $encoding }：与本案件有关 { $own } 行；另外略去：{ $duplicates ->
        [0] 重复 0 行
       *[other] 重复 { $duplicates } 行（首见第 { $duplicates-line } 行）
    }、{ $headers ->
        [0] 重复表头 0 行
       *[other] 重复表头 { $headers } 行（第 { $headers-line } 行）
    }、{ $blank ->
        [0] 空行 0 行
       *[other] 空行 { $blank } 行（第 { $blank-line } 行）
    }
    .help = 看看那一行：每行要有日期、ASIN，数量要是整数
E022-none = `{ $path }` 的 { $read } 行中，没有一行与本案件的 ASIN 有关
    .label = { $report }，{ $encoding }
    .note = 略去：{ $unreadable ->
        [0] 无法读取 0 行
       *[other] 无法读取 { $unreadable } 行（首见第 { $unreadable-line } 行）
    }、{ $duplicates ->
        [0] 重复 0 行
       *[other] 重复 { $duplicates } 行（第 { $duplicates-line } 行）
    }、{ $headers ->
        [0] 重复表头 0 行
       *[other] 重复表头 { $headers } 行（第 { $headers-line } 行）
    }、{ $blank ->
        [0] 空行 0 行
       *[other] 空行 { $blank } 行（第 { $blank-line } 行）
    }
    .help = 按投诉发生的日期重新下载报告，或把它从 `reports` 中删去
E022-left-out = `{ $path }` 共读取 { $read } 行，其中 { $own } 行与本案件有关
    .label = { $report }，{ $encoding }
    .note = 略去：{ $duplicates ->
        [0] 重复 0 行
       *[other] 重复 { $duplicates } 行（首见第 { $duplicates-line } 行）
    }、{ $headers ->
        [0] 重复表头 0 行
       *[other] 重复表头 { $headers } 行（第 { $headers-line } 行）
    }、{ $blank ->
        [0] 空行 0 行
       *[other] 空行 { $blank } 行（第 { $blank-line } 行）
    }

E023 = `{ $path }` 中有 { $count } 个日期可以读成两天
    .label = 共 { $count } 处，首见第 { $line } 行：先写日还是先写月？
    .note = 文件本身看不出来：这种写法里没有大于 12 的日
    .help = 按整月重新下载报告，或把这些日期写成 2026-03-05 的形式

E024 = `{ $path }` 中有 { $units } 件的退货原因不认识：{ $codes }
    .label = 首见第 { $line } 行；计为“未知”
    .note = 不认识的原因从不计为质量投诉
    .help = 核对报告里的这个词；如果亚马逊确实在用，请告诉我们

## 立场

T001 = 争议中承认了过错
    .label = 争议不承认任何过错
    .help = 如果确实是自己的问题，写 `stance = "appeal"`；如果不是，请删除
T001-cause = 争议中写了根本原因
    .label = 写根本原因就等于承认过错
    .stance = 本案件是争议
    .help = 如果确实是自己的问题，写 `stance = "appeal"`；如果不是，改写成 `[[arguments]]`
T001-action = 争议中写了纠正措施
    .label = 纠正过错就等于承认过错
    .stance = 本案件是争议
    .help = 如果确实是自己的问题，写 `stance = "appeal"`；如果不是，请删除这个表

T001-words = 论点里承认或弥补了过错：“{ $phrase }”
    .label = 争议不承认任何过错
    .help = 只写证据说明了什么，例如“退回的 10 件中 10 件功能正常，见检测报告 4471”；如果确实是自己的问题，写 `stance = "appeal"`

T002 = 根本原因否认了投诉：“{ $phrase }”
    .label = 申诉不否认投诉
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(appeal-denies-fault, reason = "…")`
    .help = 写出是流程哪一步的漏洞，例如“2607 批的出货检验没有测漏”；如果是判定有误，写 `stance = "dispute"`

T003 = 第 { $number } 个论点没有引用证据
    .label = 没有什么能证明这个说法
    .help = 添加 `evidence = ["…"]`，写上能证明它的证据 id

T004 = `voice-of-the-customer` 渠道没有人看申诉信
    .label = 由卖家自行处理，不需要申诉
    .help = 在“买家之声”里看买家反馈，改正商品页面，再重新上架；如果通知要求申诉，请写 `route = "account-health"`

## 原因

C001 = 原因只是重复了投诉：“{ $phrase }”
    .label = 这是买家看到的现象，不是原因
    .help = 写出流程哪一步让它发生，例如“纸箱没有做过跌落测试：抽查 736 件，54 件边角开裂”

C002 = 根本原因没有数据
    .label = 没有数字，也没有引用记录
    .note = 没有统计依据的原因，看上去像猜测
    .help = 写明查了多少件、多少件不合格，并引用记录，例如 `returns-analysis` 或 `inspection-report`

C003 = 买家投诉更多的是另一件事：{ $topic }
    .label = 这个环节只对应亚马逊报告 { $fault } 件投诉中的 { $own } 件
    .reports = 报告中“{ $topic }”有 { $units } 件：{ $codes }
    .also = 这个原因也不对应它
    .reading = 这里按用词找到的评论已经算在内
    .note = 申诉解释的问题与买家反映的不一致，就会被驳回
    .help = 为那里出的问题添加一个 `area = "{ $area }"` 的 `[[root_cause]]`；如果是买家选错了退货原因，而评论说得很清楚，请用 `[[complaints.reading]]` 的 `area = "…"` 和 `match = ["…"]` 来统计

C004 = 没有措施对应根本原因 `{ $id }`
    .label = 没有回应
    .note = 亚马逊要求对每个根本原因作出回应
    .help = 在解决它的措施中添加 `addresses = ["{ $id }"]`
C004-unnamed = 没有 id 的根本原因，没有措施与之对应
    .label = 有多个原因时，每个都要有 id
    .note = 亚马逊要求对每个根本原因作出回应
    .help = 在这里添加 `id = "no-drop-test"`，并在解决它的措施中添加 `addresses = ["no-drop-test"]`

C005 = 把责任推给了别人：“{ $phrase }”
    .label = 不是自己的流程
    .help = 写自己能改变的事，例如“我们的单层纸箱经不起 76 厘米跌落”

C006 = 以 { $code } 退回的 { $units } 件中，有 { $sellable } 件被亚马逊仓库评为 SELLABLE（可售）
    .label = 报告里有这个数据，却没有一条论点提到
    .note = 买家选的原因与仓库的检查结果不一致，这是争议可以用的事实
    .help = 写进一条 `[[arguments]]`，例如 "{ $sellable } of { $units } units returned as { $code } were graded SELLABLE"

## 措施

A001 = 这里没有可以核实的内容：“{ $phrase }”
    .label = 谁做的？多少件？多久一次？依据哪份文件？
    .help = 写做了什么，例如“质检主管文琪每批抽 32 件测试 24 小时，记录在表 QC-12”

A002 = 只是承诺，还没有做：“{ $phrase }”
    .label = 这是计划
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(planned-action, reason = "…")`
    .help = 先做完，再写已经做了什么，例如“主管于 2026 年 10 月 7 日抽测 32 件”；日常工作用现在时并写明频率，例如“主管每批抽测 32 件”

A003 = 措施的日期 { $date } 在未来
    .label = 今天是 { $today }
    .note = 审核团队想看到已经做了什么，而不是计划做什么
    .help = 先完成措施，再写完成的日期

A004 = 措施早于它所对应的第一件投诉
    .label = { $done } 完成；第一件这类投诉在 { $first }
    .reports = 依据这些报告
    .note = 投诉之前做的事不可能解决这些投诉，审核人员看得到同样的日期
    .help = 更正日期，写 { $first } 之后做了什么，或下载时间更早的报告

A005 = 第 { $number } 项措施没有引用证据
    .label = 看不出这件事已经做了
    .help = 添加 `evidence = ["…"]`，附上结果的照片、记录或截图

A006 = 措施只有来源类单据作证据
    .label = 看不出做成了什么
    .exhibit = 类别 `{ $kind }`：只证明货物来源
    .help = 再引用一份反映结果的照片、记录或截图；如果这份单据确实能证明措施，在它的表里写 `proves = "action"`

A007 = `{ $id }` 比亚马逊的通知早 { $days } 天
    .label = 这里用它证明措施；通知日期是 { $began }
    .made = 形成于 { $made }（{ $by ->
        [file] 文件自身记录的日期
       *[other] 按 `date` 所写
    }）
    .note = 早于措施的东西不能证明措施的结果
    .help = 引用之后形成的证据；如果措施开始得更早，请写上 `started`
A007-started = `{ $id }` 比措施开始早 { $days } 天
    .label = 这里用它证明 { $began } 开始的措施
    .made = 形成于 { $made }（{ $by ->
        [file] 文件自身记录的日期
       *[other] 按 `date` 所写
    }）
    .note = 早于措施的东西不能证明措施的结果
    .help = 补拍结果照片或补记录；如果它反映的是整改前的状态，请在整改后的证据里用 `after` 指向它

A008 = 在 `{ $type }` 要求的方面没有任何措施
    .label = 没有措施属于：{ $areas }
    .type = 这个类型要求：{ $areas }
    .help = 添加一项 `[[actions]]`，方面从这些中选：{ $areas }

A009 = 没有预防措施
    .label = 全部 { $count } 项措施都是纠正措施
    .note = 亚马逊要求说明防止再次发生的步骤
    .help = 在后面添加一个表：
        {"["}[actions]]
        phase = "preventive"
        area = "…"
        done = 2026-10-12
        what = "…"
        owner = "…"
        frequency = "every batch"
        evidence = ["…"]

A010 = 预防措施没有写负责人和频率
    .label = 谁来做？多久一次？
    .help = 添加 `owner = "Packing lead"` 和 `frequency = "every batch"`
A010-owner = 预防措施没有写负责人
    .label = 谁负责？
    .help = 添加 `owner = "Packing lead"`
A010-frequency = 预防措施没有写频率
    .label = 多久做一次？
    .help = 添加 `frequency = "every batch"`

## 信件

L001 = 遗留的占位符 `{ $marker }`
    .label = 请填写
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(placeholder, reason = "…")`
    .help = 写上具体事实，或删除这句话

L002 = 信件有 { $words } 词，超过 { $limit } 词
    .label = 本案件的信件
    .limit = 上限在这里设置
    .note = 亚马逊没有公布上限；审核人员看一个案件只有几分钟
    .help = 把细节移到证据里，信里只留谁、做了什么、多少、何时

L003 = 情绪化的表述：“{ $phrase }”
    .label = 审核团队只看事实
    .help = 删除这句话，或写出背后的事实，例如“640 个水瓶中 31 个漏水，已于 2026 年 10 月 9 日全部报废”

L004 = 买家的个人信息：`{ $found }`
    .label = 不应写进信里
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(personal-data, reason = "…")`
    .help = 删除，或改写为“该买家”
L004-email = 电子邮箱：`{ $found }`
    .label = 不应写进信里
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(personal-data, reason = "…")`
    .help = 删除，或改写为“该买家”
L004-order = 案件没有列出的订单号：`{ $found }`
    .label = 可以识别买家
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(personal-data, reason = "…")`
    .help = 遮盖部分数字，例如 `{ $masked }`；如果亚马逊的通知点名了它，在案件顶部添加 `orders = ["{ $found }"]`
L004-phone = 电话号码：`{ $found }`
    .label = 不应写进信里
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(personal-data, reason = "…")`
    .help = 删除，或改写为“该买家”
L004-handle = 即时通讯账号：`{ $found }`
    .label = 不应写进信里
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(personal-data, reason = "…")`
    .help = 删除，或改写为“该买家”
L004-address = 住址：`{ $found }`
    .label = 不应写进信里
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(personal-data, reason = "…")`
    .help = 删除，或改写为“该买家”
L004-name = 买家姓名：`{ $found }`
    .label = 不应写进信里
    .note = 如需保留，在上一行写注释并说明理由：`# appealc: allow(personal-data, reason = "…")`
    .help = 删除，或改写为“该买家”

L005 = 公司介绍
    .label = 审核团队不需要
    .help = 删除；直接写出了什么问题、做了什么
L005-case = 提到了别的案件
    .label = 审核团队只看这份申诉
    .help = 写出那个案件查明了什么，并引用能证明它的文件
L005-question = 向审核团队提问
    .label = 申诉是回答，不是提问
    .help = 写出自己掌握的事实，疑问另开案件咨询

L006 = 没有 { $asins } 的证据
    .label = 所引用的证据都不涉及这个 ASIN
    .also = 这个也没有
    .note = 亚马逊要求每个 ASIN 都有证据
    .help = 为这 { $count } 个 ASIN 引用证据；一份证据适用于全部 ASIN 时，不要写 `asins`

L007 = { $language ->
        [en] 英文
       *[other] `{ $language }`
    }信件里的陈述用了{ $script ->
        [han] 中文
        [kana] 日文
        [hangul] 韩文
        [cyrillic] 西里尔字母
        [greek] 希腊文
        [hebrew] 希伯来文
        [arabic] 阿拉伯文
        [thai] 泰文
       *[other] 其他文字
    }
    .label = 读信的人看不懂
    .help = 请翻译；中文可以写在旁边的 `zh = "…"`，不会打印
L007-complaint = { $language ->
        [en] 英文
       *[other] `{ $language }`
    }信件里的投诉用了{ $script ->
        [han] 中文
        [kana] 日文
        [hangul] 韩文
        [cyrillic] 西里尔字母
        [greek] 希腊文
        [hebrew] 希伯来文
        [arabic] 阿拉伯文
        [thai] 泰文
       *[other] 其他文字
    }
    .label = 读信的人看不懂
    .help = 请翻译
L007-figures = 中文与陈述的数字不一致：中文写 { $here }，陈述写 { $there }
    .label = 只有这里有 { $here }
    .statement = 只有这里有 { $there }
    .help = 改正漏改的那一处
L007-extra = 中文里有陈述没有的数字：{ $here }
    .label = 只有这里有 { $here }
    .statement = 这段陈述里没有
    .help = 补到陈述里，或在这里删除
L007-left-out = 中文里少了陈述的数字：{ $there }
    .label = 这里没有
    .statement = 只有这里有 { $there }
    .help = 在这里补上，或从陈述里删除

L008 = 提到给买家的 `{ $named }`，没有写明指向什么
    .label = 是否只指向使用说明？
    .note = 亚马逊禁止把买家引到站外，也禁止索要评价
    .help = 如果是，在同一句里写明：“a QR code that leads to the instructions only”（二维码只指向使用说明）

H001 = 自亚马逊 { $date } 答复（{ $result ->
        [more-info] 要求补充信息
       *[other] 拒绝
    }）以来，实质内容没有任何变化
    .label = 内容与第 { $n } 次提交相同
    .refused = 答复记录在这里
    .help = 按答复的要求修改；如果是亚马逊打不开文件，用 `appealc submit 案件 --same --reason "文件打不开"` 原样重发

H002 = 亚马逊 { $date } 的答复点名的部分至今没有改过
    .label = 与第 { $n } 次提交相同
H002-root-cause = 亚马逊 { $date } 的答复要求进一步说明根本原因，而原因至今没有改过
    .label = 与第 { $n } 次提交相同
    .reply = 答复
    .help = 写清自己流程的哪一步出了问题，附上数据及其出处
H002-actions = 亚马逊 { $date } 的答复要求进一步说明已采取的措施，而纠正措施至今没有改过
    .label = 与第 { $n } 次提交相同
    .reply = 答复
    .help = 写清谁、在哪一天、对多少件商品做了什么，并引用能证明的文件
H002-prevention = 亚马逊 { $date } 的答复要求进一步说明预防措施，而预防措施至今没有改过
    .label = 与第 { $n } 次提交相同
    .reply = 答复
    .help = 写清今后怎么做、多久一次、谁负责，以及如何拦下不合格批次
H002-arguments = 亚马逊 { $date } 的答复不接受争议理由，而理由至今没有改过
    .label = 与第 { $n } 次提交相同
    .reply = 答复
    .help = 更具体地指出判定错在哪里，并引用证据
H002-implementation = 亚马逊 { $date } 的答复不相信措施已经落实，而日期和证明至今没有变化
    .label = 与第 { $n } 次提交相同
    .reply = 答复
    .help = 为每项措施引用带日期的证明：照片、记录、移除订单
H002-evidence = 亚马逊 { $date } 的答复不认可所附文件，而证据至今没有变化
    .label = 与第 { $n } 次提交相同
    .reply = 答复
    .help = 把无法核实或打不开的文件换成完整、清晰、未经改动的原件

H003 = 距离截止日期还有 { $days } 天
    .label = 须在 { $date } 前回复
    .help = 把准备好的内容提交出去，并用 `appealc submit` 记录
H003-today = 今天就是截止日期
    .label = 须在 { $date } 前回复
    .help = 把准备好的内容提交出去，并用 `appealc submit` 记录
H003-past = 截止日期已过 { $days } 天
    .label = 须在 { $date } 前回复
    .help = 仍然提交；如果已经提交过，用 `appealc submit` 记录

H004 = 亚马逊已拒绝 { $refusals } 次，而之后只改了文字
    .label = 没有新证据，渠道也没变
    .refused = 最近一次拒绝
    .help = 补充以前没有的证据、换一个渠道，或考虑判定本身是否有误、应当争议

X001 = 排版失败：{ $detail }
    .label = 这个案件无法排版
    .note = 上一次生成的输出没有改动
X001-missing = 找不到 `typst` 程序
    .label = 这个案件无法排版
    .help = 安装 Typst，或用 `--typst PATH` 指定，或不用 `--engine cli`
X001-old = `typst` 程序太旧：{ $found }
    .label = 这个案件无法排版
    .help = 安装 Typst { $needed } 或更新的版本，或不用 `--engine cli`
X001-timeout = 排版 { $seconds } 秒后仍未完成
    .label = 这个案件无法排版
    .note = 上一次生成的输出没有改动
X001-crashed = 排版程序崩溃或内存不足
    .label = 这个案件无法排版
    .note = 上一次生成的输出没有改动
    .help = 单独重新生成这个案件；如果仍然失败，逐个去掉证据，找出有问题的那一份

X002 = 信件模板出错：{ $detail }
    .label = 错误在这里
    .help = 改正模板，或删除它以使用内置模板
X002-missing = 没有对应的模板：类型 `{ $type }`，立场 `{ $stance }`，语言 `{ $language }`
    .label = 无法写出这个案件的信
    .help = 添加 `templates/{ $type }/letter.{ $stance }.{ $language }.tera`

X003 = 涂黑失败：文字仍在 { $places }
    .label = 在证据 { $number } 中涂黑
    .note = 没有写出任何文件
    .help = 这是 appealc 的缺陷；修复之前，请用其他软件涂黑，再引用那一份文件

X004 = 无法写入 `{ $path }`：{ $detail }
    .label = 这个案件的输出没能写出
    .note = 上一次生成的输出没有改动
    .help = 检查磁盘和目录是否正常
X004-full = 没有空间写入 `{ $path }`：磁盘已满
    .label = 这个案件的输出没能写出
    .note = 上一次生成的输出没有改动
    .help = 腾出空间后再生成一次
X004-denied = 无法写入 `{ $path }`：{ $detail }
    .label = 这个案件的输出没能写出
    .note = 上一次生成的输出没有改动
    .help = 允许写入该目录，或用 `--out 目录` 另选一个
X004-name = `{ $path }` 的名称太长，磁盘不接受
    .label = 这个案件的输出没能写出
    .note = 上一次生成的输出没有改动
    .help = 把证据文件或案件文件夹的名称改短
X004-link = `{ $path }` 是链接；输出不会经过链接写入
    .label = 这个案件的输出没能写出
    .note = 链接指向的内容没有改动
    .help = 删除链接，或用 `--out 目录` 直接指定它指向的目录
X004-not-a-folder = `{ $path }` 挡住了：那里应当是输出目录
    .label = 这个案件的输出没能写出
    .help = 把它移走，或用 `--out 目录` 另选一个
X004-not-a-file = 文件夹 `{ $path }` 挡住了：那里应当是同名的输出文件
    .label = 这个案件的输出没能写出
    .note = 上一次生成的输出没有改动
    .help = 把它移走
X004-moved = 生成过程中 `{ $path }` 发生了变化
    .label = 没有为这个案件写出任何文件
    .note = 上一次生成的输出没有改动
    .help = 等没有人再写入它时，重新生成
X004-vanished = 生成过程中 `{ $path }` 不见了
    .label = 没有为这个案件写出任何文件
    .note = 上一次生成的输出没有改动
    .help = 找回文件后重新生成
X004-twin = 这个文件夹与 `{ $case }` 只差字母大小写
    .label = 没有为这个案件写出任何文件
    .note = 在 Windows 和 macOS 上，两者的输出会落在同一个目录
    .help = 把其中一个文件夹改名

X005 = 这个案件需要重新生成：{ $why }
    .label = 它的输出已经过时
    .note = `--locked` 不生成任何文件
    .help = 去掉 `--locked` 运行 `appealc build`，再提交或上传它写出的文件
