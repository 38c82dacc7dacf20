using System.Globalization;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Data;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Streaming;
using RnnDsl.Text;

namespace RnnDsl.Benchmarks.Streaming;

/// <summary>What weights of 8 bits cost: the validation loss of the playground's character model (a GRU with 160 units) in each format.</summary>
internal static class Int8Loss
{
    public static void Run()
    {
        Report.Heading("streaming: validation loss of the playground's character model");
        using var reader = new StreamReader(Resource("text-vocabulary.json"));
        var vocabulary = CharacterVocabulary.FromJson(reader.ReadToEnd(), "text-vocabulary.json");
        var data = new DataSetResolver().ResolveAsync(DataSets.TinyShakespeare).GetAwaiter().GetResult();
        var tokens = vocabulary.Encode(data.ReadText(DataSets.TinyShakespeare.Files[0].Name));

        // The last tenth of the text, as in training.
        int[] validation = [.. tokens[(int)(tokens.Length * 0.9)..].Select(static token => (int)token)];
        var losses = Enum.GetValues<WeightFormat>().Select(format => (Format: format, Loss: Loss(SmallCharGru.Streaming.Load(Resource("text.safetensors"), "text.safetensors", format), validation))).ToList();
        Report.Print(["format", "nats per character", "difference"], losses.Select(loss => new[]
        {
            loss.Format.ToString(), loss.Loss.ToString("f5", CultureInfo.InvariantCulture), (loss.Loss - losses[0].Loss).ToString("f5", CultureInfo.InvariantCulture),
        }));
        JsonRecord.Metric("int8LossDifference", losses[(int)WeightFormat.Int8].Loss - losses[0].Loss);
    }

    private static Stream Resource(string name) => typeof(Int8Loss).Assembly.GetManifestResourceStream(name)!;

    private static double Loss(SmallCharGru.Streaming stream, int[] text) => new CharacterStream(stream.Process, stream.OutputSize).Loss(text);
}
