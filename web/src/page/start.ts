import { PageTheme, readTheme } from "./theme";

new PageTheme(readTheme(location.search));
