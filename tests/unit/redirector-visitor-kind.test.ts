import { describe, expect, it } from 'vitest';
import { visitorKind } from '@/lib/clicks/redirector/visitor-kind';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const kindOf = (agent: string | undefined, method = 'GET', headers: Record<string, string> = {}) =>
  visitorKind({ method, header: (name) => (name === 'user-agent' ? agent : headers[name]) });

describe('who opens a link', () => {
  it.each([
    CHROME,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.31',
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/155.0.0.0 Mobile Safari/537.36 [LinkedInApp]',
    'Mozilla/5.0 (Linux; Android 12; CUBOT_X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36',
  ])('a person: %s', (agent) => {
    expect(kindOf(agent)).toBe('person');
  });

  it.each([
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Slack-ImgProxy (+https://api.slack.com/robots)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'WhatsApp/2.25.1.0',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; Barracuda Sentinel (EE))',
    'curl/8.14.1',
    'python-requests/2.32',
    'Mozilla/5.0',
    '',
    '   ',
    undefined,
  ])('a machine: %s', (agent) => {
    expect(kindOf(agent)).toBe('bot');
  });

  it('nobody yet: HEAD, prefetch, prerender, preview', () => {
    expect(kindOf(CHROME, 'HEAD')).toBe('bot');
    for (const [name, value] of [
      ['sec-purpose', 'prefetch'],
      ['sec-purpose', 'prefetch;prerender'],
      ['sec-purpose', 'prefetch;anonymous-client-ip'],
      ['purpose', 'prefetch'],
      ['purpose', 'preview'],
      ['x-purpose', 'preview'],
      ['x-moz', 'Prefetch'],
    ] as const) {
      expect([name, value, kindOf(CHROME, 'GET', { [name]: value })]).toEqual([name, value, 'bot']);
    }
  });
});
