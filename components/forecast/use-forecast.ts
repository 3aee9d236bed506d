import { useEffect, useState } from 'preact/hooks';
import { forecasterApart } from '@/components/forecast/forecast-apart';
import type { Forecast } from '@/lib/domain/forecast';

/** A forecast as a screen has it: nothing while it is being made. */
export type ShownForecast = Forecast | 'failed' | undefined;

const AGAIN_MS = 5 * 60_000;

/** The forecast of the coming 30 days, made when the screen opens and again every five minutes; a screen that is left stops its making. */
export function useForecast(): ShownForecast {
  const [state, setState] = useState<ShownForecast>();
  useEffect(() => {
    const left = new AbortController();
    const forecaster = forecasterApart(left.signal);
    const look = () => {
      forecaster(Date.now()).then(setState, () => {
        if (!left.signal.aborted) setState('failed');
      });
    };
    look();
    const timer = setInterval(look, AGAIN_MS);
    return () => {
      clearInterval(timer);
      left.abort();
    };
  }, []);
  return state;
}
