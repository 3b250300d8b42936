# `verify` 和 `extract` 的话：先是各种差异（`V001` 等），再是读了什么。

V001 = 无法读取这个文件
V001-pdf = 这不是可以读取的 PDF 文件
    .help = 文件已损坏或有打开密码；请重新生成案件
V001-io = 无法读取这个文件：{ $detail }
V001-timeout = 读取用时过长
    .help = 文件可能已损坏，或是故意拖住程序
V001-crashed = 读取失败：读取程序崩溃，或所需内存超出限制
    .help = 文件可能已损坏或过大；可用 `[limits] worker_mb` 放宽内存

V002-missing = 缺少 `{ $path }`
    .help = 重新生成案件
V002-leads = 路径 `{ $path }` 指向目录之外，或经过链接
    .help = 清单被他人改过；请重新生成案件
V002-io = 无法读取 `{ $path }`：{ $detail }
V002-size = `{ $path }` 有 { $found } 字节，清单记录的是 { $expected } 字节
    .help = 文件在生成之后被改过；请重新生成案件
V002-changed = `{ $path }` 被改过：SHA-256 与清单不符
    .help = 重新生成案件
V002-foreign = 清单中没有 `{ $path }`
    .help = 这不是本程序写的文件；请移到别处

V003-missing = 没有 `manifest.json`：尚未生成，或清单已被删除
    .help = 生成案件
V003-json = 清单已损坏：{ $detail }
    .help = 重新生成案件
V003-foreign = 这个 `manifest.json` 不是 appealc 生成的
V003-key = 清单中的 `{ $key }` 缺失或损坏
    .help = 重新生成案件
V003-none = 这不是 appealc 生成的证据包：里面没有清单
    .help = 证据包内附有 `manifest.json`；有些程序另存 PDF 时会把附件丢掉
V003-inner-json = 证据包内的清单已损坏：{ $detail }
    .help = 重新生成案件
V003-inner-key = 证据包内的清单中，`{ $key }` 缺失或损坏
    .help = 重新生成案件
V003-inner-differs = 证据包内的清单与 `manifest.json` 的 `{ $key }` 不一致
    .help = 两者来自不同的生成，或其中之一被改过；请重新生成案件
V003-fingerprint = 清单列出的输入与其指纹不符
    .help = 清单被改过；请重新生成案件

V004 = 文件有 { $found } 页，应有 { $expected } 页
    .help = 有页面被删除或添加；请重新生成案件

V005 = 证据 { $exhibit } 不在应在的位置
V005-moved = 证据 { $exhibit } 从第 { $found } 页开始，应从第 { $expected } 页开始
V005-missing = 证据 { $exhibit }（“{ $caption }”）没有从第 { $expected } 页开始，或标题不符
V005-label = 清单给证据 { $exhibit } 的页码是 { $label }，但按它所在的第 { $page } 页应是另一个页码

V006 = 第 { $page } 页的页脚写的是“{ $found }”，应为“{ $expected }”
V006-none = 第 { $page } 页没有页脚，应为“{ $expected }”

V007 = 目录中证据 { $exhibit } 的页码是“{ $found }”，应为“{ $expected }”
V007-none = 目录中没有证据 { $exhibit } 这一行，页码应为“{ $expected }”

V008 = 第 { $page } 页的页码标签是“{ $found }”，应为“{ $expected }”
V008-none = 第 { $page } 页没有页码标签，应为“{ $expected }”

V009 = 证据 { $exhibit } 的书签指向第 { $found } 页，应指向第 { $expected } 页
V009-none = 证据 { $exhibit }（“{ $caption }”）没有书签
V009-nowhere = 书签“{ $title }”没有指向任何页面

V010 = 第 { $page } 页的链接“{ $text }”指向第 { $found } 页，应指向第 { $expected } 页
V010-nowhere = 第 { $page } 页的链接“{ $text }”没有指向任何页面

V011-count = 证据 { $exhibit } 的页面上有 { $found } 张图片或文件页，应有 { $expected } 张
V011-size = 证据 { $exhibit } 显示的内容尺寸是 { $found }，应为 { $expected }
V011-strange = 第 { $page } 页画有不是 appealc 放入的内容

V012 = 证据 { $exhibit } 的文件 `{ $path }` 不是这份证据的原文件
V012-none = 证据 { $exhibit }（`{ $id }`）在 `exhibits/` 中没有文件

V013-none = 清单没有列出 `{ $path }`
V013-pages = 清单说 `{ $path }` 有 { $found } 页，这一卷应有 { $expected } 页
V013-other = 这是第 { $found } 卷，此处应为第 { $expected } 卷
V013-unknown = 页脚写着第 { $number } 卷，但这个证据包没有这一卷

V014-changed = 生成之后案件有改动：`{ $path }`
    .help = 用 `appealc build` 重新生成
V014-gone = 案件不再使用 `{ $path }`，或该文件已不存在
    .help = 用 `appealc build` 重新生成
V014-new = 案件现在用到 `{ $path }`，生成时还没有
    .help = 用 `appealc build` 重新生成
V014-template = 生成之后模板 `{ $path }` 有改动
    .help = 用 `appealc build` 重新生成
V014-fonts = 现在使用的字体与生成时不同
    .help = 用 `appealc build` 重新生成
V014-tool = 由 appealc { $found } 生成，现在的版本是 { $expected }
    .help = 用 `appealc build` 重新生成
V014-unreadable = 案件 `{ $case }` 已无法读取，不能与之比较
    .help = `appealc check` 会说明哪里有问题

V015 = 还有 { $count } 处差异没有列出

verify-good = 一致：{ $path }（{ $files } 个文件，证据包 { $pages } 页，{ $exhibits } 份证据）
verify-good-and-fresh = 一致：{ $path }（{ $files } 个文件，证据包 { $pages } 页，{ $exhibits } 份证据），并与案件同步
verify-different = { $count } 处差异：{ $path }
verify-unreadable = 没有检查：{ $path }

extract-picture = 证据 { $exhibit }：{ $path }（图片，数据与证据包中的相同）
extract-pages = 证据 { $exhibit }：{ $path }（{ $pages } 页，不带页脚）
extract-printed = 证据 { $exhibit }：{ $path }（{ $pages } 页，为排版后的页面；证据包中没有原文）
extract-elsewhere = 证据 { $exhibit }（`{ $id }`）在第 { $volume } 卷，没有给出这一卷
extract-damaged = 证据 { $exhibit }（`{ $id }`）与证据包内清单所说不符；`appealc verify` 有详细说明

V016-unrecorded = history.toml 没有记录第 { $n } 次提交
    .help = 请从 git 找回该事件，或删除这个文件夹
V016-missing = 这次提交的 `{ $path }` 已不在
    .help = 请从 git 找回
V016-changed = `{ $path }` 与提交时的记录不符
    .help = 请从 git 找回
V016-upload = `{ $path }` 与提交时的记录不符
    .help = 文件在排好之后被改过；请不要上传

V017 = git 提交 { $commit } 已不能重现当时提交的文件：{ $path }
    .help = 可能是本机字体不同；请与上传文件夹比较
V017-unrecorded = 这次提交没有记录 git 提交，文件无法重新生成
    .help = 请保留上传文件夹
V017-no-repository = 无法读取 git 提交 { $commit }：这里没有 git 仓库
    .help = 请在克隆里核验
V017-unknown = 本仓库没有 git 提交 { $commit }
    .help = 请取回包含它的分支
V017-shallow = 浅克隆里没有 git 提交 { $commit }
    .help = 取回更多历史：`git fetch --unshallow`
V017-io = 无法读取 git 提交 { $commit }：{ $detail }
V017-fails = git 提交 { $commit } 无法生成：{ $code }
    .help = 提交时它缺少部分文件；`appealc log 案件` 有记录
V017-dirty = git 提交 { $commit } 不能重现当时提交的文件：{ $path }；当时它缺少部分文件
    .help = 请保留上传文件夹；下次先提交到 git 再运行 `appealc submit`
V017-tool = git 提交 { $commit } 不能重现当时提交的文件：{ $path }；当时用的是 appealc { $found }，现在是 { $expected }
    .help = 请用 appealc { $found } 核验
