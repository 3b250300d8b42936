# 组成其他信息的词语。

level-error = 错误
level-warning = 警告
level-note = 说明
level-help = 建议

level-default = `{ $rule }` 默认为{ $level ->
        [error] 错误
        [warning] 警告
       *[other] 说明
    }
level-here = `{ $rule }` 在这里为{ $level ->
        [error] 错误
        [warning] 警告
       *[other] 说明
    }
level-config = `{ $rule }` 为{ $level ->
        [error] 错误
        [warning] 警告
       *[other] 说明
    }：由 { $file } 的 `[lints]` 设定
level-flag = `{ $rule }` 为{ $level ->
        [error] 错误：由 `-D` 设定
        [warning] 警告：由 `-W` 设定
       *[other] 说明：由命令行选项设定
    }

# 键的值：应为什么，写了什么。
type-string = 字符串
type-strings = 字符串列表
type-rect = 四个数，如 `[10, 20, 30, 5]`
type-string-or-strings = 字符串或字符串列表
type-date = 日期
type-datetime = 带时间的日期
type-integer = 整数
type-float = 小数
type-number = 数字
type-boolean = `true` 或 `false`
type-array = 列表
type-table = 表
type-tables = 表的列表
type-table-or-tables = 表或表的列表

# id 代表什么。
ref-evidence = 证据
ref-cause = 根本原因

# 应为文件的地方是什么。
file-folder = 文件夹
file-fifo = 管道
file-socket = 套接字
file-device = 设备

# 文件是什么。
format-jpeg = {" "}JPEG 图片
format-png = {" "}PNG 图片
format-gif = {" "}GIF 图片
format-webp = {" "}WebP 图片
format-bmp = {" "}BMP 图片
format-tiff = {" "}TIFF 图片
format-heic = {" "}HEIC 照片
format-avif = {" "}AVIF 图片
format-svg = {" "}SVG 图形
format-pdf = {" "}PDF 文档
format-text = 文本文件
format-md = {" "}Markdown 文件
format-csv = {" "}CSV 表格
format-tsv = {" "}TSV 表格
format-xlsx = {" "}Excel 工作簿(XLSX)
format-xls = {" "}Excel 工作簿(XLS)
format-ods = {" "}ODS 电子表格
format-docx = {" "}Word 文档(DOCX)
format-eml = 电子邮件(EML)
format-mp4 = {" "}MP4 视频
format-mov = {" "}QuickTime 视频(MOV)

# 该转换成什么，接在“转换成”之后。
convert-to-jpg = {" "}JPEG 或 PNG
convert-to-pdf = {" "}PDF
convert-to-pictures = 关键画面的 JPEG 截图
convert-to-transcript = 文字记录
convert-to-xlsx = {" "}XLSX、CSV 或 PDF
convert-to-files = 单个文件：请先解压

# 文件为什么读不了；`detail` 随问题一起给出。
problem-truncated = 文件不完整，缺少结尾
problem-needs-password = 需要密码
problem-no-pages = 没有任何页
problem-damaged = 文件已损坏（{ $detail }）
problem-empty = 里面没有内容
problem-not-text = 不是任何已知编码的文本
problem-too-large = 太大（{ $detail }）
problem-too-many-pages = 有 { $found } 页，上限是 { $limit } 页
problem-no-image = 里面没有图片
problem-unsupported = 用了无法读取的功能（{ $detail }）

# 规则的说明页。
page-facts = 级别：{ $level } · 分组：{ $group }
page-fixable = 可用 `appealc fix` 自动修正
page-level = 级别
page-group = 分组

group-schema = 格式
group-evidence = 证据
group-stance = 立场
group-cause = 原因
group-action = 措施
group-letter = 信件
group-history = 历史

pages-title = 规则
pages-intro = `appealc` 检查的全部规则，由 `locales/zh/rules` 里的说明页生成；`appealc explain 代码` 显示其中一页。示例是 `case.toml` 的片段：`#- 键名` 这样的一行表示案件的其余部分没有这个键。
pages-code = 代码
pages-name = 名称
problem-unknown-encryption = 加密方式无法识别
problem-decryption-failed = 有一部分无法解密
problem-page-count = 文件声称有 { $stated } 页，实际找到 { $found } 页
problem-page-size = 第 { $page } 页的尺寸无效
problem-page-damaged = 第 { $page } 页的内容已损坏
problem-too-many-pixels = 声称有 { $width } × { $height } 像素，超出可展示范围
problem-bad-crc = { $chunk } 部分的校验和不对
problem-unpacked = 解压后超过 { $limit } MB
problem-no-cells = 所有单元格都是空的
problem-no-text = 里面没有文字、表格或图片

convert-jpeg = {" "}JPEG
convert-png = {" "}PNG
convert-csv = {" "}CSV
convert-txt = 纯文本(TXT)
convert-pdf = {" "}PDF
convert-stills = 关键画面的 JPEG 截图
convert-contents = 单个文件：请先解压

what-unusual-tiff-image = 少见类型的 TIFF 图片
what-jpeg-2000-image = JPEG 2000 图片
what-jpeg-xl-image = JPEG XL 图片
what-photoshop-image = Photoshop 图片
what-icon = 图标文件
what-rtf-document = RTF 文档
what-postscript-document = PostScript 文档
what-djvu-document = DjVu 文档
what-rar-archive = RAR 压缩包
what-7z-archive = 7z 压缩包
what-gzip-archive = gzip 压缩包
what-matroska-or-webm-video = Matroska 或 WebM 视频
what-ogg-recording = Ogg 录音
what-mp3-recording = MP3 录音
what-flash-video = Flash 视频
what-windows-media-video = Windows Media 视频
what-program = 可执行程序
what-database = 数据库文件
what-unknown-file-type = 格式未知的文件
what-avi-video = AVI 视频
what-sound-recording = 录音
what-heic-image = HEIC 照片
what-video = 视频
what-avif-image = AVIF 图片
what-camera-raw-image = 相机 RAW 照片
what-odp-presentation = ODP 演示文稿
what-odt-document = ODT 文档
what-xlsb-spreadsheet = Excel 表格(XLSB)
what-pptx-presentation = PowerPoint 演示文稿(PPTX)
what-office-document = Office 文档
what-pages-document = Pages 文档
what-numbers-spreadsheet = Numbers 表格
what-keynote-presentation = Keynote 演示文稿
what-epub-book = EPUB 电子书
what-zip-archive = ZIP 压缩包
what-outlook-message = Outlook 邮件
what-office-document-with-a-password = 有密码的 Office 文档
what-doc-document = 旧版 Word 文档(DOC)
what-ppt-presentation = 旧版 PowerPoint 演示文稿(PPT)
what-svg-drawing = SVG 图形
what-unusual-heic-image = 少见类型的 HEIC 照片
what-unusual-avif-image = 少见类型的 AVIF 图片
what-svg-drawing-with-xml-entities = 含有 XML 实体的 SVG 图形
what-svg-drawing-with-references-to-other-files = 引用了其他文件的 SVG 图形
what-svg-drawing-with-a-web-page-inside = 内嵌网页的 SVG 图形
what-svg-drawing-with-another-drawing-inside = 内嵌另一个图形的 SVG 图形
what-svg-drawing-with-characters-of-other-fonts = 含有现有字体无法显示的字符的 SVG 图形
what-html-page = 网页
what-saved-web-page = 保存的网页
what-pdf-with-an-xfa-form-instead-of-pages = 以 XFA 表单代替页面的 PDF
what-pdf-portfolio-without-pages = 没有页面的 PDF 文件包
what-lossless-jpeg = 无损 JPEG
what-hierarchical-jpeg = 分层 JPEG
what-arithmetic-coded-jpeg = 算术编码 JPEG
what-extended-jpeg = 扩展 JPEG
what-late-height-jpeg = 高度后置 JPEG
what-12-bit-jpeg = 12 位 JPEG
what-16-bit-jpeg = 16 位 JPEG
what-2-component-jpeg = 双分量 JPEG
what-5-component-jpeg = 五分量 JPEG
what-other-jpeg = 特殊的 JPEG
