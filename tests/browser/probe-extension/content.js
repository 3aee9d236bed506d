setInterval(() => document.documentElement.setAttribute('data-content-now', String(Date.now())), 50);
