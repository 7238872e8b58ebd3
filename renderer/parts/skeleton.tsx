import './skeleton.css';

/** Takes the place of what is on its way, in its size, so that nothing jumps. */
export function Skeleton({
  width = '100%',
  height = 20,
}: {
  readonly width?: string | number;
  readonly height?: number;
}) {
  return <div className="skeleton" style={{ width, height }} aria-hidden="true" />;
}
