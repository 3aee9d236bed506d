import '@/components/replies/face.css';
import { Icon } from '@/components/ui/icon';
import { faceOf, type ToneShare } from '@/lib/domain/tone-average';

/** The face of an average tone; its words stand in the hover beside it. */
export function Face({ tone }: { tone: ToneShare }) {
  const face = faceOf(tone);
  if (face.kind === 'none') return null;
  return <Icon name={face.kind === 'good' ? 'smile' : 'frown'} size={16} class={`face ${face.kind === 'good' ? 'face-good' : 'face-bad'} ${face.few === 'yes' ? 'face-few' : ''}`} />;
}
