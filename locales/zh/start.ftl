# 案件如何开始：`init`、`new`、`todo`。

start-asin-length = `{ $asin }` 不是 ASIN：共 { $length } 位，应为十位
start-asin-case = `{ $asin }` 不是 ASIN：应写 { $upper }
start-asin-character = `{ $asin }` 不是 ASIN：不能含有 `{ $found }`
start-asin-check-digit = `{ $asin }` 不是 ISBN-10：最后一位应为 { $expected }
start-asin-placeholder = `{ $asin }` 是随手编的 ASIN

start-no-asin-column = `{ $path }` 没有 `asin` 列；第一行是：{ $found }
    .help = 第一行写列名：asin、sku、商品名称、类型、立场、站点、通知日期、截止日期、案件编号、买家投诉、订单号、渠道、请求
start-empty-list = `{ $path }` 是空的
start-unknown-encoding = 无法识别 `{ $path }` 的编码
    .help = 另存为 UTF-8 编码的 CSV，或存为 XLSX
start-no-table = `{ $path }` 不是表格
    .help = 另存为 CSV 或 XLSX
start-list-locked = `{ $path }` 需要密码才能打开
    .help = 另存一份不带密码的文件
start-list-paste = 粘贴清单内容，然后按 Ctrl-D（Windows：Ctrl-Z 后回车）
start-too-many-rows = `{ $path }` 超过 { $limit } 行
    .help = 分成几份清单
start-ignored-columns = 没有读取的列：{ $columns }
start-list-done = 新建 { $made } 个案件{ $bad ->
        [0] {""}
       *[other] ；有 { $bad } 行未建
    }

start-row-unreadable = 这一行太长，无法读取
start-row-long = 这一行有 { $count } 格，表头只有 { $wanted } 格：含逗号的内容是否加了引号？
start-row-encoding = 这一行有无法解码的字符
start-row-quote = 引号只有开头，没有结尾
start-row-no-asin = 缺少 ASIN
start-row-no-type = 缺少投诉类型
start-row-type = 没有 `{ $value }` 这个类型
start-row-type-similar = 没有 `{ $value }` 这个类型；是不是想写 `{ $nearest }`？
start-row-value = { $column }：没有 `{ $value }` 这个值；可选：{ $allowed }
start-row-value-similar = { $column }：没有 `{ $value }` 这个值；是不是想写 `{ $nearest }`？
start-row-date = { $column }：`{ $value }` 不是日期；请写成 2026-10-07
start-row-date-twofold = { $column }：`{ $value }` 可能是两个日期；请写成 2026-10-07
start-row-deadline = respond_by { $by } 早于 notified { $notified }
start-row-case-id = case_id：`{ $value }` 不是十到十二位数字
start-row-rounded = { $column }：`{ $value }` 被表格软件改成了科学计数；请把这一列设为文本后重新填写
start-row-order = orders：`{ $value }` 不是订单号，订单号如 302-5550143-5550177
start-row-too-long = { $column } 超过 { $limit } 个字符
start-row-control = { $column } 含有不能打印的字符
start-row-twice = { $asin } 的同类案件在第 { $line } 行已经有了
start-row-exists = 文件夹 { $folder } 已经存在

start-like-several = `{ $path }` 里不止一个案件
    .help = 请指定一个案件，例如 `--like cases/B0CHX3QBCH-packaging`
start-like-unreadable = 无法读取 `{ $path }` 里的案件
    .help = 先对它运行 `appealc check`
start-like-include = 与其他案件共用：在那个文件里改，所有案件都跟着变
start-like-check = 这是 { $case } 的内容，请逐个核对数字

start-notice-line = 通知第 { $line } 行：“{ $quote }”
start-notice-quote = 通知：“{ $quote }”
start-notice-also = 类型也可能是 { $kind }；
start-notice-no-asin = 通知 `{ $path }` 没有提到 ASIN
    .help = 请写明：`appealc new ASIN --notice 文件`
start-notice-no-type = 从通知 `{ $path }` 看不出买家投诉什么
    .help = 用 `--type` 指定类型；见 `appealc new --help`
start-notice-paste = 粘贴通知内容，然后按 Ctrl-D（Windows：Ctrl-Z 后回车）
start-notice-done = 以上是从通知里猜的：请逐行核对引用了通知原文的内容

start-ask-asin = ASIN
start-ask-asin-bad = 十位大写字母和数字，例如 B0CHX3QBCH
start-ask-type = 买家投诉什么？
start-ask-stance = 投诉属实吗？
start-ask-appeal = 属实：已经改正，并能证明（申诉）
start-ask-dispute = 不属实：亚马逊判定有误，并能证明（争议）
start-ask-product = 商品名称，与详情页一致
start-ask-notified = 亚马逊通知的日期
start-ask-respond-by = 通知写明的截止日期
start-ask-date-bad = 日期写成 2026-10-07 这样
start-ask-skip = 直接回车则留空
start-ask-select = 方向键选择，输入文字筛选，回车确定
start-ask-stopped = 什么也没有新建
start-ask-seller = 信件由谁署名？
start-ask-store = 店铺（卖家账户）名称

start-init-made = 已新建 { $path }
start-init-kept = 已存在，没有改动：{ $path }
start-init-appended = 已向 { $path } 添加 { $count } 行
start-init-missing = { $path } 缺少以下几行（`appealc init --append` 可以添加）：
start-init-no-git = 这个文件夹还没有纳入 git；运行 `git init` 开始保留历史
start-init-next = 下一步：`appealc new`，或者用亚马逊的通知：`appealc new --notice 文件`

start-todo-none = { $case }：什么也不缺
start-todo-due = { $date } 之前要回复亚马逊{ $days ->
        [0] （今天）
        [1] （明天）
       *[other] （还有 { $days } 天）
    }
start-todo-over = 应在 { $date } 回复，已过 { $days } 天
start-todo-no-due = 没有填写截止日期
start-todo-party-seller = 卖家运营
start-todo-party-supplier = 供应商
start-todo-party-warehouse = 仓库
start-todo-party-quality = 质检
start-todo-whose = { $who }：
start-todo-owner = { $owner }（{ $party }）
start-todo-file = { $kind }：{ $caption } → { $path }
start-todo-wanted = { $what }（{ $kind }），如有
start-todo-what = { $what }
start-todo-what-and-when = { $what }；以及完成日期
start-todo-write = { $key }：{ $what }
start-todo-key = 填写 { $key }
start-todo-key-of = 填写 { $table } 的 { $key }
start-todo-done = 哪一天完成的？{ $what }
start-todo-place = 【{ $file } 第 { $line } 行】
