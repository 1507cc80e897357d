return await GridGrains.Cli.Verbs.RunAsync(args);
