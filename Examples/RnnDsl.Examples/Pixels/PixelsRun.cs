using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Pixels;

/// <summary>Trains all networks on all orders of the pixels: table, figure, results.</summary>
internal sealed class PixelsRun(PixelsOptions options)
{
    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var data = MnistData.Find(options.Data);
        using var training = MnistData.ReadTraining(data, options.Limit, device);
        using var test = MnistData.ReadTest(data, device);
        using var run = _folder.Open(options.Resume);
        Show.Line($"Training images: {Show.Count(training.Count)}, test images: {Show.Count(test.Count)}, each a sequence of {Show.Count(PixelOrder.Pixels)} pixels");
        Show.Line($"Device: {device}");
        Show.Line($"Trainings: {Show.Count(options.Orders.Count * options.Networks.Count)}, of {Show.Count(options.Epochs)} epochs\n");

        var checksum = MnistData.Checksum(training, test);
        var outcomes = new List<PixelsOutcome>();
        foreach (var order in options.Orders)
        {
            foreach (var network in options.Networks)
            {
                var (outcome, interrupted) = new PixelsTraining(options, order, network).Run(_folder, training, test, checksum, device);
                if (interrupted is not null)
                    return ExitCode.Of(interrupted);
                outcomes.Add(outcome!);
                Show.Line();
            }
        }

        PixelsTable.Print(options, outcomes);
        PixelsFigure.Save(_folder.Figure("pixels"), options, outcomes);
        Results(outcomes, training, test, device).Save(_folder.Results);
        Show.Line($"Saved in {options.Out}: pixels.png, results.json, checkpoint/. Training took {Show.Count((long)outcomes.Sum(static outcome => outcome.Seconds))} seconds.");
        return ExitCode.Success;
    }

    private RunResults Results(List<PixelsOutcome> outcomes, LabelledImages training, LabelledImages test, Device device)
    {
        var metrics = new Dictionary<string, object>();
        foreach (var order in options.Orders)
        {
            var here = outcomes.Where(outcome => outcome.Order == order).ToList();
            metrics[order.Name] = here.ToDictionary(static outcome => outcome.Network.Name, static outcome => outcome.Accuracy);
            metrics[order.Name + "Published"] = PublishedAccuracy.All.ToDictionary(static published => published.Name, published => published.Of(order));
            metrics[order.Name + "Seconds"] = here.ToDictionary(static outcome => outcome.Network.Name, static outcome => outcome.Seconds);
        }
        metrics["parameters"] = outcomes.DistinctBy(static outcome => outcome.Network).ToDictionary(static outcome => outcome.Network.Name, static outcome => (double)outcome.Parameters);
        metrics["trainingImages"] = training.Count;
        metrics["testImages"] = test.Count;
        return new()
        {
            Metrics = metrics,
            Command = CommandText.Current(),
            Seed = options.Seed,
            Device = device.ToString(),
            Seconds = outcomes.Sum(static outcome => outcome.Seconds),
            Options = options.ToDictionary(),
            Histories = outcomes.ToDictionary(static outcome => outcome.Name, static outcome => outcome.History),
        };
    }
}
