using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Reverse;

/// <summary><c>reverse predict</c>: reverses a string with a trained model.</summary>
internal sealed class ReverseText(string text, string model, string deviceName)
{
    private readonly RunFolder _folder = new(model);

    public int Run()
    {
        if (text.Length == 0 || text.Any(static letter => letter is < 'a' or > 'z'))
            throw new UsageException($"'{text}' is not a string of the letters a to z, the vocabulary of the model.");
        var device = Devices.Resolve(deviceName);
        var weights = _folder.TrainedWeights($"--model {model}", $"reverse --out {model}");
        var settings = ReverseSettings.Load(_folder.Settings);
        using var network = ReverseModel.Create(settings.Attention, settings.Hidden, device);
        network.Module.LoadSafetensors(weights);

        var written = ReverseModel.Decode(network, [text], device)[0];
        Show.Line(Letters.Decode(written.Tokens));
        if (settings.Attention)
            AlignmentPicture.Print(text, written);
        return ExitCode.Success;
    }
}
