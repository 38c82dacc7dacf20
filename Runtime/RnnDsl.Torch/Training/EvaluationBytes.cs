namespace RnnDsl.Training;

/// <summary>An evaluation as ranks exchange it.</summary>
internal static class EvaluationBytes
{
    public static byte[] Of(Evaluation evaluation)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(evaluation.Loss);
        writer.Write(evaluation.Accuracy.HasValue);
        writer.Write(evaluation.Accuracy.GetValueOrDefault());
        writer.Write(evaluation.Metrics.Count);
        foreach (var (name, value) in evaluation.Metrics)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static Evaluation Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream);
        var loss = reader.ReadDouble();
        var hasAccuracy = reader.ReadBoolean();
        var accuracy = reader.ReadDouble();
        var metrics = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        for (var count = reader.ReadInt32(); count > 0; count--)
            metrics.Add(reader.ReadString(), reader.ReadDouble());
        return new Evaluation(loss, hasAccuracy ? accuracy : null) { Metrics = metrics };
    }
}
