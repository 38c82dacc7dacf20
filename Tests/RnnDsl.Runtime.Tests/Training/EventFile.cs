using System.Buffers.Binary;
using Google.Protobuf;
using Tensorboard;
using Xunit;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Reads TensorBoard's event files as TensorBoard does: records of length, checksum, content, checksum (TFRecord).</summary>
internal static class EventFile
{
    public static IReadOnlyList<(string Tag, long Step, float Value)> ReadScalars(string path)
    {
        var scalars = new List<(string, long, float)>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(path);
        while (rest.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(rest);
            Assert.Equal(MaskedCrc32C(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            var content = rest.Slice(12, length);
            Assert.Equal(MaskedCrc32C(content), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            rest = rest[(16 + length)..];

            // The generated classes are older than Protobuf's parser over spans; this is the way in that they know.
            var record = new Event();
            record.MergeFrom(new CodedInputStream(content.ToArray()));
            if (record.Summary is { } summary)
                scalars.AddRange(summary.Value.Select(value => (value.Tag, record.Step, value.SimpleValue)));
        }
        return scalars;
    }

    private static uint MaskedCrc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = System.Numerics.BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return System.Numerics.BitOperations.RotateRight(crc, 15) + 0xa282ead8;
    }
}
