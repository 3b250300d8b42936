# docs/ 里的参考手册，由代码生成。

reference-title = 参考手册
reference-intro = 由程序本身生成，并由测试保证不过时；`appealc COMMAND --help` 和 `appealc man` 显示同样的内容
reference-commands = 命令
reference-common = 所有命令通用的选项
reference-flag = 选项
reference-meaning = 含义
reference-key = 键
reference-type = 类型
reference-of-case-toml = 含有这个文件的文件夹就是一个案件。不属于任何表的键写在最前面。
reference-of-appealc-toml = 所在文件夹下所有案件的设置。全部可省略；离案件更近的文件优先。
reference-type-text = 文字
reference-type-date = 日期
reference-type-count = 整数
reference-type-number = 数字
reference-type-flag = true 或 false
reference-type-texts = 文字列表
reference-type-rect = 四个数字
reference-type-table = 表
reference-type-tables = 表的列表
reference-type-levels = 名称与级别
