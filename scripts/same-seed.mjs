// Preloaded when a test file runs once more: its properties start from the seed that failed.
import { configureGlobal } from 'fast-check'

configureGlobal({ seed: Number(process.env.PROPERTY_SEED) })
