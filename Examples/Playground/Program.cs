using RnnDsl.Playground.Server;

return CommandLine.Run(args);
