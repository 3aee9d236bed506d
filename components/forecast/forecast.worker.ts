/** A thread of its own for the forecast: hundreds of nurtures take seconds, in which the page goes on answering. One order in, one answer out. */
import type { ForecastAnswer, ForecastOrder } from '@/components/forecast/forecast-apart';
import { openDb } from '@/lib/db/database';
import { forecastNow } from '@/lib/engine/forecast-input';

addEventListener('message', ({ data }: MessageEvent<ForecastOrder>) => {
  const answer = (content: ForecastAnswer) => postMessage(content);
  forecastNow(openDb(), data.now, data.supposed, data.length).then((forecast) => answer({ kind: 'forecast', forecast }), (error: unknown) => answer({ kind: 'failed', message: String(error) }));
});
