const NAMES: Record<string, string> = {
  Spindle: 'spindle', KComplex: 'K', SlowWave: 'slow wave', VertexWave: 'vertex', SawtoothWaves: 'sawtooth', RapidEyeMovement: 'REM', SlowEyeMovement: 'SEM',
  Blink: 'blink', Arousal: 'arousal', Movement: 'movement', Alpha: 'alpha',
};

/** A detector's kind in the few letters that fit over a trace. */
export const eventName = (kind: string): string => NAMES[kind] ?? kind.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
