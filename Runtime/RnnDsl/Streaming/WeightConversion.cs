using System.Text;

namespace RnnDsl.Streaming;

/// <summary>What the conversion of a file of weights into another format changed.</summary>
/// <param name="BytesBefore">The bytes of the file that was read.</param>
/// <param name="BytesAfter">The bytes of the file that was written.</param>
/// <param name="Tensors">The matrices and tables, which have the new format. Vectors stay as they are.</param>
public sealed record WeightConversion(long BytesBefore, long BytesAfter, IReadOnlyList<ConvertedTensor> Tensors)
{
    /// <summary>The largest difference of an element.</summary>
    public double LargestError => Tensors.Count == 0 ? 0 : Tensors.Max(static tensor => tensor.LargestError);

    /// <summary>The mean of the absolute differences of all elements of the converted tensors.</summary>
    public double MeanError => Tensors.Count == 0 ? 0 : Tensors.Sum(static tensor => tensor.MeanError * tensor.Elements) / Tensors.Sum(static tensor => tensor.Elements);

    private bool PrintMembers(StringBuilder builder) =>
        builder.AppendMembers((nameof(BytesBefore), BytesBefore), (nameof(BytesAfter), BytesAfter), (nameof(Tensors), Tensors.Count), (nameof(LargestError), LargestError), (nameof(MeanError), MeanError));
}

/// <summary>A tensor in another format.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Elements">The number of its elements.</param>
/// <param name="LargestMagnitude">The largest absolute value of an element before.</param>
/// <param name="LargestError">The largest difference of an element.</param>
/// <param name="MeanError">The mean of the absolute differences.</param>
public sealed record ConvertedTensor(string Name, long Elements, double LargestMagnitude, double LargestError, double MeanError)
{
    private bool PrintMembers(StringBuilder builder) =>
        builder.AppendMembers((nameof(Name), Name), (nameof(Elements), Elements), (nameof(LargestMagnitude), LargestMagnitude), (nameof(LargestError), LargestError), (nameof(MeanError), MeanError));
}
