using System.CommandLine;
using RnnDsl.Examples.Caption;
using RnnDsl.Examples.Common;
using RnnDsl.Examples.Forecast;
using RnnDsl.Examples.Gradients;
using RnnDsl.Examples.Memory;
using RnnDsl.Examples.Mnist;
using RnnDsl.Examples.Pixels;
using RnnDsl.Examples.Reverse;
using RnnDsl.Examples.Sentiment;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Examples.Speech;
using RnnDsl.Examples.Translate;

var examples = new RootCommand("Recurrent networks declared in attributes, trained and used. Each example is a command.")
{
    ShakespeareCommand.Create(),
    MnistCommand.Create(),
    PixelsCommand.Create(),
    GradientsCommand.Create(),
    MemoryCommand.Create(),
    ReverseCommand.Create(),
    TranslateCommand.Create(),
    CaptionCommand.Create(),
    SentimentCommand.Create(),
    ForecastCommand.Create(),
    SpeechCommand.Create(),
    QuantizeCommand.Create(),
};
Help.Extend(examples, new Dictionary<string, string>
{
    [ShakespeareCommand.Name] = ShakespeareCommand.Notes,
    [GenerateCommand.Path] = GenerateCommand.Notes,
    [QuantizeCommand.Name] = QuantizeCommand.Notes,
    [ExportCommand.Path] = ExportCommand.Notes,
    [MnistCommand.Name] = MnistCommand.Notes,
    [PredictCommand.Path] = PredictCommand.Notes,
    [PixelsCommand.Name] = PixelsCommand.Notes,
    [GradientsCommand.Name] = GradientsCommand.Notes,
    [MemoryCommand.Name] = MemoryCommand.Notes,
    [ReverseCommand.Name] = ReverseCommand.Notes,
    [ReversePredictCommand.Path] = ReversePredictCommand.Notes,
    [TranslateCommand.Name] = TranslateCommand.Notes,
    [TranslatePredictCommand.Path] = TranslatePredictCommand.Notes,
    [CaptionCommand.Name] = CaptionCommand.Notes,
    [CaptionPredictCommand.Path] = CaptionPredictCommand.Notes,
    [SentimentCommand.Name] = SentimentCommand.Notes,
    [SentimentPredictCommand.Path] = SentimentPredictCommand.Notes,
    [ForecastCommand.Name] = ForecastCommand.Notes,
    [ForecastPredictCommand.Path] = ForecastPredictCommand.Notes,
    [SpeechCommand.Name] = SpeechCommand.Notes,
    [SpeechPredictCommand.Path] = SpeechPredictCommand.Notes,
});
return CommandRunner.Run(examples, args);
