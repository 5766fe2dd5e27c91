/** The few pages that the server itself writes, in both languages because nobody has chosen one yet. */
function page(title: string, body: string, head = ''): string {
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">${head}` +
    '<style>body{font:15px/1.7 system-ui,sans-serif;max-width:36em;margin:15vh auto;padding:0 1em;color-scheme:light dark}</style>' +
    `</head><body>${body}</body></html>`
  );
}

/**
 * Leads on to the workstation by a refresh instead of a redirect: a strict cookie is not sent along a redirect
 * that began on another site, such as a mail with the link in it.
 */
export const welcomePage = page('知客 Zhike', '', '<meta http-equiv="refresh" content="0;url=/">');

export const strangerPage = page(
  '知客 Zhike',
  '<h1>请用启动窗口里的链接打开</h1><p>这个浏览器还没有获得许可，或链接已经用过。启动知客的窗口刚刚打印了一个新链接，请打开它。</p>' +
    '<h1 lang="en">Open it with the link in the start window</h1><p lang="en">This browser has no permission yet, or the link was used before. The window in which Zhike was started has just printed a new link: open that one.</p>',
);

export const refusalPage = page(
  '知客 Zhike',
  '<h1>请求被拒绝</h1><p>这个地址只服务于本机的知客窗口。</p><h1 lang="en">Refused</h1><p lang="en">This address serves only the Zhike window on this machine.</p>',
);

/** For a telephone that scans a code meant for a workstation. */
export const deskLinkPage = page(
  '知客 Zhike',
  '<h1>这个码给工作站用</h1><p>请在另一台电脑的知客里打开这场沙龙的签到，选择“加入会场主机”，再扫这个码。手机请扫“签到员”的码。</p>' +
    '<h1 lang="en">This code is for a workstation</h1><p lang="en">Open the salon\'s check-in in Zhike on the other computer, choose “Join a hub” and scan it there. For a telephone, scan the code for helpers.</p>',
);
