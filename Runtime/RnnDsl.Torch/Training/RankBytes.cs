namespace RnnDsl.Training;

/// <summary>Evaluations and metrics as ranks exchange them.</summary>
internal static class RankBytes
{
    public static byte[] Of(Evaluation evaluation) => Write(writer =>
    {
        writer.Write(evaluation.Loss);
        writer.Write(evaluation.Accuracy.HasValue);
        writer.Write(evaluation.Accuracy.GetValueOrDefault());
        writer.Write(evaluation.Metrics.Count);
        foreach (var (name, value) in evaluation.Metrics)
        {
            writer.Write(name);
            writer.Write(value);
        }
    });

    /// <summary>The values of metrics by name; nothing for none.</summary>
    public static byte[] Of(IReadOnlyDictionary<string, IReadOnlyList<double>> metrics) => Write(writer =>
    {
        foreach (var (name, values) in metrics)
        {
            writer.Write(name);
            writer.Write(values.Count);
            foreach (var value in values)
                writer.Write(value);
        }
    });

    public static Evaluation ReadEvaluation(byte[] bytes)
    {
        using var reader = Open(bytes);
        var loss = reader.ReadDouble();
        var hasAccuracy = reader.ReadBoolean();
        var accuracy = reader.ReadDouble();
        var metrics = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        for (var count = reader.ReadInt32(); count > 0; count--)
            metrics.Add(reader.ReadString(), reader.ReadDouble());
        return new Evaluation(loss, hasAccuracy ? accuracy : null) { Metrics = metrics };
    }

    public static IEnumerable<(string Name, IReadOnlyList<double> Values)> ReadMetrics(byte[] bytes)
    {
        using var reader = Open(bytes);
        while (reader.BaseStream.Position < bytes.Length)
        {
            var name = reader.ReadString();
            var values = new double[reader.ReadInt32()];
            for (var i = 0; i < values.Length; i++)
                values[i] = reader.ReadDouble();
            yield return (name, values);
        }
    }

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            write(writer);
        return stream.ToArray();
    }

    private static BinaryReader Open(byte[] bytes) => new(new MemoryStream(bytes));
}
