using RnnDsl.Examples.Edge;

// Trained models without .NET, TorchSharp and libtorch: see docs/deployment.md.
try
{
    switch (Arguments.Of(args))
    {
        case { IsHelp: true }:
            Console.WriteLine(Arguments.Usage);
            return 0;
        case { Command: "text", Files: [var weights, var vocabulary] } arguments:
            new CharacterWriter(weights, vocabulary, arguments).Run();
            return 0;
        case { Command: "forecast", Files: [var weights, var settings] } arguments:
            new SeriesForecaster(weights, settings, arguments).Run();
            return 0;
        default:
            Console.Error.WriteLine(Arguments.Usage);
            return 2;
    }
}
catch (ArgumentsException exception)
{
    Console.Error.WriteLine($"{exception.Message}\n\n{Arguments.Usage}");
    return 2;
}
catch (Exception exception) when (exception is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
