import { useEffect, useRef } from 'react';

/** What takes the place of something that had the keyboard gets the keyboard, so that readers go on there. */
export function useFocusOnStart(): React.RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return place;
}
