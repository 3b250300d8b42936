# 亚马逊报告的内容：主题和报告的名称，以及 `appealc complaints` 的输出。

topic-quality = 缺陷与质量差
topic-listing = 与描述不符
topic-instructions = 说明书
topic-damage = 运输损坏
topic-wrong-item = 错发或缺件
topic-fit = 尺码不合
topic-sourcing = 原材料
topic-returns = 退货处理
topic-after-sales = 售后服务
topic-buyer = 买家自身原因
topic-delivery = 配送
topic-unknown = 未知原因

report-fba-returns = FBA 买家退货
report-seller-returns = 自发货退货
report-seller-returns-xml = 自发货退货（XML）
report-voice-of-the-customer = 买家之声
report-seller-feedback = 卖家反馈

report-file-workbook = 工作簿
report-file-pdf = PDF 文件
report-file-picture = 图片

report-other-replacements = 换货
report-other-reimbursements = 赔偿
report-other-settlement = 结算
report-other-inventory = 库存
report-other-removals = 移除订单
report-other-orders = 订单
report-other-listings = 商品
report-other-traffic = 流量

tool-complaints-case = 案件 { $case }
tool-complaints-none = { $case }：`[complaints]` 下没有报告
tool-complaints-unusable = { $case }：有一份报告无法使用，因此没有统计
tool-complaints-period = 统计期 { $from } 至 { $to }
tool-complaints-open = 最早
tool-complaints-now = 最晚
tool-complaints-source = { $path }：{ $report }，{ $encoding }，{ $first } 至 { $last }
tool-complaints-source-undated = { $path }：{ $report }，{ $encoding }
tool-complaints-rows = 共 { $read } 行，其中与所问 ASIN 有关 { $own } 行，统计期以外 { $outside } 行，前面的报告里已有 { $again } 行
tool-complaints-read = 共 { $read } 行
tool-complaints-dropped = 略去：重复 { $duplicates }（第 { $duplicates-line } 行）、无法读取 { $unreadable }（第 { $unreadable-line } 行）、重复表头 { $headers }（第 { $headers-line } 行）、空行 { $blank }（第 { $blank-line } 行）、日期不明 { $ambiguous }（第 { $ambiguous-line } 行）
tool-complaints-asin = { $asin }：退货 { $units } 件，其中投诉 { $fault } 件{ $share }，原因未知 { $unknown } 件
tool-complaints-share = （{ $percent }%）
tool-complaints-reasons = 按退货原因
tool-complaints-topics = 按环节
tool-complaints-weeks = 每周投诉
tool-complaints-gradings = 仓库评级
tool-complaints-readings = 按您给出的用词统计的评论
tool-complaints-ncx = 买家之声
tool-complaints-feedback = 店铺的卖家反馈，一星到五星：{ $one }、{ $two }、{ $three }、{ $four }、{ $five }
tool-complaints-worst = 共 { $asins } 个 ASIN，退货 { $units } 件，其中投诉 { $fault } 件
tool-complaints-columns = ASIN | 投诉 | 退货 | 占比 | 主要原因 | 建议类型
tool-complaints-more = 另有 { $count } 个 ASIN：用 `--format json` 列出全部
tool-complaints-no-asin = 没有报告提到 `{ $asin }`
tool-complaints-refused = { $path }：{ $detail }
    .help = 运行 `appealc explain E021` 查看能识别哪些报告
tool-complaints-both = `--report` 只读一个文件；请去掉案件路径
tool-complaints-no-worst = `{ $path }` 中没有一个 ASIN 有投诉
tool-new-what = 请写明 ASIN 和 `--type`，或用 `--from 文件` 指定清单、`--notice 文件` 指定通知、`--from-report 文件` 指定报告
