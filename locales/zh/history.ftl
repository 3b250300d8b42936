# 案件的记录与回顾：`history-…`、`status-…`、`state-…`、`event-…`。

history-one-case = `{ $path }` 里有 { $count } 个案件；这个命令只针对一个
    .help = 请指定案件的文件夹或其中的 `case.toml`
history-leads-out = 它是指向工作区之外的链接
history-moved = 文件刚刚被另一个程序改动
history-broken = 没有记录：`{ $path }` 有错误
    .help = 请改正上面列出的问题；已有内容不会被覆盖
history-no-tables = 没有记录：`{ $path }` 现在的写法无法追加事件
    .help = 请把每个事件写成单独的 `[[events]]` 表
history-no-market = `{ $value }` 不是亚马逊站点
    .help = 请写国家代码，例如 `DE`
history-bad-case-id = `{ $value }` 不是亚马逊案件编号
    .help = 从案件日志复制：10 到 12 位数字
history-closed = `{ $case }` 已经结束：最后的结果是最终结果
    .help = 如果商品再次被下架，请新建案件；如果结果记错了，请改 `history.toml`
history-not-built = 没有记录：`{ $case }` 无法生成
    .help = 请改正上面列出的错误；`appealc check` 会列出全部
history-draft = 没有记录：`{ $case }` 的输出还是草稿
    .help = 请补上 `appealc check` 指出的空缺
history-approval-missing = 没有记录：`{ $case }` 还没有人签核
    .note = appealc.toml 里的 `[workflow] approval = true` 要求签核
    .help = 请先通读信件和证据包，再运行 `appealc approve 案件 --by 姓名`
history-approval-changed = 没有记录：`{ $case }` 的信件或证据包在签核之后有改动
    .help = 请重新通读，再运行 `appealc approve 案件 --by 姓名`
history-sent-already = 没有记录：内容与第 { $n } 次提交完全相同
    .help = 请先记录亚马逊的答复：`appealc outcome 案件 rejected --reply 文件`；确需重发时用 `--same --reason "…"`
history-no-name = 签核人姓名不能为空
    .help = 例如 `--by "李伟"`
history-unseen = 没有签核：输出已过期，刚刚重新生成
    .help = 请先通读 `{ $folder }` 里的信件和证据包，再签核
history-approved = { $case }：信件和证据包已由 { $by } 签核
history-other-asin = { $asin } 不是 `{ $case }` 的 ASIN
    .help = 请写本案件的 ASIN
history-which-asins = `partial` 需要写明恢复了哪些 ASIN
    .help = 例如 `--reinstated B0CHX3QBCH B0D3FN6VZK`
history-no-submission = 没有第 { $n } 次提交
    .help = `appealc log 案件` 会列出全部提交
history-nothing-sent = `{ $case }` 还没有提交过
    .help = 请先记录提交：`appealc submit 案件`
history-before-sent = 答复日期 { $date } 早于提交日期 { $sent }
    .help = 用 `--date YYYY-MM-DD` 写明答复日期
history-reply-paste = 粘贴答复内容，然后按 Ctrl-D（Windows：Ctrl-Z 后回车）
history-empty-note = 备注是空的
    .help = 写下发生了什么：`appealc note 案件 "致电卖家支持：…"`
history-no-format = 这个命令的输出格式：{ $allowed }
    .help = 用 `--format` 选择其中之一
history-seems = 提示：从措辞看，这份答复像是 `{ $seems }`
history-noted = 已记入 { $path }
history-outcome = { $case }：第 { $n } 次提交 { $result }
history-attacks-root-cause = 答复要求进一步说明根本原因
history-attacks-actions = 答复要求进一步说明已采取的措施
history-attacks-prevention = 答复要求进一步说明预防措施
history-attacks-arguments = 答复不接受争议理由
history-attacks-implementation = 答复不相信措施已经落实
history-attacks-evidence = 答复不认可所附文件

history-submitted = { $case }：已记录为第 { $n } 次提交，站点 { $domain }
history-upload = 待上传的文件在 { $folder }：
history-file-letter = 只有一个输入框时粘贴
history-file-letter-pdf = 要求以文件提交信件时上传
history-file-form = 各部分分别有输入框时粘贴
history-file-evidence = 作为附件上传
history-commit = git 提交 { $commit } 包含生成所需的全部文件
history-commit-lacks = 警告：git 提交 { $commit } 缺少生成所需的文件：{ $path }{ $more ->
        [0] {""}
       *[other] {" "}等另外 { $more } 个
    }；请提交到 git，否则以后无法重新生成这些 PDF
history-no-commit = 警告：还没有任何 git 提交；没有它，以后无法重新生成这些 PDF
history-no-repository = 提示：这个文件夹不在 git 仓库中；请保留上传文件夹，以后无法从历史重新生成这些 PDF
history-next = 亚马逊答复之后：appealc outcome { $case } rejected --reply 文件

state-draft = 草稿
state-ready = 待提交
state-submitted = 已提交
state-rejected = 被拒
state-more-info = 要求补充信息
state-partial = 部分恢复
state-no-answer = 没有答复
state-reinstated = 已恢复
state-withdrawn = 已撤回

status-case = 案件
status-market = 站点
status-state = 状态
status-due = 期限
status-errors = 错误
status-exhibits = 证据
status-last = 最近
status-today = 今天
status-days = { $days } 天
status-past = 逾期 { $days } 天
status-sum = 共 { $count } 个案件；轮到您处理的 { $turn } 个，3 天内到期的 { $near } 个
status-unchecked = `?`：上次生成之后有改动，或从未生成；`appealc status --check` 会检查

event-submitted = 第 { $n } 次提交
event-approved = 由 { $by } 签核

field-root-cause = 根本原因
field-actions = 已采取的措施
field-prevention = 预防措施
field-arguments = 争议理由
field-implementation = 措施的日期和证明
field-evidence = 文件

part-cause = 根本原因
part-corrective = 纠正措施
part-preventive = 预防措施
part-argument = 争议理由

log-no-repository = git：这个文件夹不在仓库中；只显示 history.toml 的内容
log-no-commit = git：还没有任何提交；只显示 history.toml 的内容
log-shallow = git：这是浅克隆，缺少较早的提交（可用 `git fetch --unshallow` 补全）
log-not-committed = git：还没有提交包含这个案件
log-unreadable = git：无法读取历史：{ $detail }
log-sent = 证据 { $exhibits } 份，共 { $pages } 页
log-case-id = 案件 { $id }
log-dirty = git { $commit }，缺少部分文件
log-same = 原样重发：{ $reason }
log-attacks = 针对{ $areas }
log-note = 备注

diff-now = 案件的现状
diff-head = 从{ $from }到{ $to }
diff-not-kept = { $what }没有留存可比较的内容
    .help = `{ $case }` 的 `submissions/` 里存有提交的内容；请从 git 找回，或换一次提交
diff-type = 类型变了
diff-stance = 立场变了
diff-route = 渠道变了
diff-asins = ASIN 变了
diff-figures = 数字
diff-exhibits = 证据
diff-pages = 证据包原有 { $from } 页，现有 { $to } 页
diff-letter = 信件中有改动的行
diff-not-built = 没有比较信件：请先生成这个案件
diff-nothing = 没有任何变化
diff-no-substance = 实质内容没有变化
diff-added = 新增：{ $part } { $number }
diff-dropped = 去掉：{ $part } { $number }
diff-reworded = 改动：{ $part } { $number }
diff-proof = 证明有变：{ $part } { $number }
exhibit-added = 新增：证据 { $number }，{ $id }：{ $caption }（页数：{ $pages }）
exhibit-dropped = 去掉：证据 { $number }，{ $id }：{ $caption }（页数：{ $pages }）
exhibit-replaced = 替换：证据 { $number }，{ $id }：{ $caption }（页数：{ $pages }）
exhibit-described = 说明有变：证据 { $number }，{ $id }：{ $caption }（页数：{ $pages }）

stats-head = { $cases } 个案件中有 { $sent } 个提交过
stats-group = 提交
stats-reinstated = 恢复
stats-partial = 部分
stats-refused = 被拒
stats-open = 未决
stats-share = 已决中恢复的比例
stats-all = 全部
stats-by-type = 按类型
stats-by-stance = 按立场
stats-by-try = 按第几次
stats-by-evidence = 按证据类别
stats-try = 第 { $n } 次
stats-few = 数量太少，看不出来
stats-note = 已决提交满 { $enough } 次才显示比例；未决的（没有答复、已撤回）不计入；某类证据常与成功同时出现，不等于它就是原因
stats-unkept = 有 { $count } 次提交在 `submissions/` 里没有留存内容；类型和立场按案件现状计算

reply-result = 从措辞看：{ $result }
reply-nothing = 没有一句话针对申诉的某个部分
reply-holds = 这一部分现在的内容：
reply-empty = 没有内容
reply-advice-root-cause = 写清自己流程的哪一步出了问题，附上数据及其出处
reply-advice-actions = 写清谁、在哪一天、对多少件商品做了什么，并引用能证明的文件
reply-advice-prevention = 写清今后怎么做、多久一次、谁负责，以及如何拦下不合格批次
reply-advice-arguments = 更具体地指出判定错在哪里，并引用证据
reply-advice-implementation = 为每项措施引用带日期的证明：照片、记录、移除订单
reply-advice-evidence = 把无法核实或打不开的文件换成完整、清晰、未经改动的原件
reply-next = 记录下来：appealc outcome { $case } { $result } --reply 文件

history-other-market = 案件没有要提交到 `{ $value }`
    .help = 请在案件里写 `[[submissions_to]]`，并写 `marketplace = "{ $value }"`
history-package-exists = `{ $path }` 已经存在
    .help = 用 `--out` 换一个文件名，或用 `--force` 覆盖
history-not-packed = 没有打包：`{ $case }` 无法生成
    .help = 请改正上面列出的错误；`appealc check` 会列出全部
history-packed = { $path }：{ $count } 个文件
history-nothing-withheld = 没有标记为 `confidential` 的证据：内容与提交亚马逊的相同
history-withheld = 因标记为 `confidential` 而未放入：证据 { $exhibits }；信件和证据包保留编号并注明
