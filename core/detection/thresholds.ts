export const noisyForText = 4;
