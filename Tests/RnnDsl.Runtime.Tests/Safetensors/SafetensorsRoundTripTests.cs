using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Safetensors;

public sealed class SafetensorsRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Any type, up to four sizes of 0 to 5, any bytes (0 and 1 for truth values), under any name.</summary>
    private static readonly Gen<(SafetensorsType Type, long[] Shape, byte[] Bytes)> RandomTensor =
        from type in Gen.Enum<SafetensorsType>()
        from shape in Gen.Long[0, 5].Array[0, 4]
        let bits = (int)shape.Aggregate(1L, (a, b) => a * b) * type.BitSize()
        where bits % 8 == 0
        from bytes in (type == SafetensorsType.Bool ? Gen.Byte[0, 1] : Gen.Byte).Array[bits / 8]
        select (type, shape, bytes);

    private static readonly Gen<string> RandomName = Gen.String.Where(text => text != "__metadata__" && !text.Any(char.IsSurrogate));

    private static readonly Gen<Dictionary<string, string>> RandomMetadata = Gen.Dictionary(RandomName, RandomName)[0, 3];

    [Fact]
    public void Tensors_and_metadata_round_trip()
    {
        Gen.Select(Gen.Dictionary(RandomName, RandomTensor)[0, 6], RandomMetadata).Sample((tensors, metadata) =>
        {
            using var stream = new MemoryStream();
            SafetensorsFile.Write(stream, tensors.Select(pair => Raw(pair.Key, pair.Value)), metadata);
            using var file = SafetensorsFile.Open(stream, "memory");

            Assert.Equal(metadata, file.Metadata.ToDictionary());
            Assert.Equal(tensors.Count, file.Entries.Count);
            foreach (var (name, (type, shape, bytes)) in tensors)
            {
                var entry = file.Find(name)!;
                Assert.Equal(type, entry.Type);
                Assert.Equal(shape, entry.Shape.AsSpan());
                var read = new byte[entry.ByteCount];
                file.ReadBytes(entry, read);
                Assert.Equal(bytes, read);
            }
        }, iter: 2_000);
    }

    [Fact]
    public void Tensors_are_aligned_to_their_element_size()
    {
        Gen.Dictionary(RandomName, RandomTensor)[0, 6].Sample(tensors =>
        {
            using var stream = new MemoryStream();
            SafetensorsFile.Write(stream, tensors.Select(pair => Raw(pair.Key, pair.Value)));
            var header = BinaryPrimitives.ReadInt64LittleEndian(stream.GetBuffer());
            using var file = SafetensorsFile.Open(stream, "memory");
            Assert.All(file.Entries, entry => Assert.Equal(0, (8 + header + entry.Begin) % Math.Max(1, entry.Type!.Value.BitSize() / 8)));
        }, iter: 500);
    }

    [Fact]
    public void Bytes_equal_the_reference_implementation()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(
            stream,
            [
                SafetensorsTensor.From<float>("b", [1], new float[] { 1 }),
                SafetensorsTensor.From<bool>("mask", [2], new[] { true, false }),
                SafetensorsTensor.From<long>("count", [], new[] { 7L }),
                SafetensorsTensor.From<float>("a", [2, 1], new float[] { 2, -0.5f }),
            ],
            new Dictionary<string, string> { ["format"] = "pt" });

        // What safetensors.torch.save writes: metadata first, wider types first, then by name, spaces up to a multiple of 8.
        const string Json = """{"__metadata__":{"format":"pt"},"count":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},"b":{"dtype":"F32","shape":[1],"data_offsets":[16,20]},"mask":{"dtype":"BOOL","shape":[2],"data_offsets":[20,22]}}""";
        var header = Encoding.ASCII.GetBytes(Json.PadRight((Json.Length + 7) / 8 * 8));
        byte[] expected =
        [
            .. BitConverter.GetBytes((long)header.Length), .. header,
            7, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0x40, 0, 0, 0, 0xBF,
            0, 0, 0x80, 0x3F,
            1, 0,
        ];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Failed_write_keeps_the_old_content()
    {
        var path = _folder["model.safetensors"];
        SafetensorsFile.Write(path, [SafetensorsTensor.From<int>("a", [1], new[] { 5 })]);
        var tooShort = new SafetensorsTensor("b", SafetensorsType.F32, [4], stream => stream.Write([1, 2, 3]));

        var thrown = Assert.Throws<InvalidOperationException>(() => SafetensorsFile.Write(path, [tooShort]));

        Assert.Contains("b F32 [4] takes 16 bytes, but 3 were written", thrown.Message);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        using var file = SafetensorsFile.Open(path);
        Assert.Equal([5], file.Read<int>(file.Find("a")!));
    }

    [Fact]
    public void Duplicate_or_reserved_names_and_invalid_sizes_are_errors()
    {
        static SafetensorsTensor Named(string name, params long[] shape) => new(name, SafetensorsType.U8, [.. shape], _ => { });
        Assert.Contains("Two tensors are named 'a'", Refused(Named("a", 0), Named("a", 0)));
        Assert.Contains("reserved", Refused(Named("__metadata__", 0)));
        Assert.Contains("a U8 [2, -1] has a negative size", Refused(Named("a", 2, -1)));
        Assert.Contains("more than any file can hold", Refused(Named("a", long.MaxValue, 2)));
        Assert.Contains("a F4 [3] needs 12 bits, which is no whole number of bytes", Refused(Named("a", 3) with { Type = SafetensorsType.F4 }));
        Assert.Contains("'a' has the type 99, which is none of the safetensors format", Refused(Named("a", 3) with { Type = (SafetensorsType)99 }));

        static string Refused(params SafetensorsTensor[] tensors) =>
            Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(new MemoryStream(), tensors)).Message;
    }

    [Fact]
    public void Floating_point_of_every_width_reads_as_float32()
    {
        float[] values = [0, 1, -2.5f, float.PositiveInfinity, 0.0078125f];
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream,
        [
            SafetensorsTensor.From<float>("F32", [5], values),
            SafetensorsTensor.From<double>("F64", [5], values.Select(value => (double)value).ToArray()),
            SafetensorsTensor.From<Half>("F16", [5], values.Select(value => (Half)value).ToArray()),
            new SafetensorsTensor("BF16", SafetensorsType.BF16, [5], target =>
                target.Write(MemoryMarshal.AsBytes<ushort>(values.Select(value => (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)).ToArray()))),
            SafetensorsTensor.From<int>("I32", [1], new[] { 1 }),
        ]);

        using var file = SafetensorsFile.Open(stream, "memory");
        foreach (var name in (string[])["F32", "F64", "F16", "BF16"])
            Assert.Equal(values, file.ReadSingles(file.Find(name)!));
        Assert.Equal(0x3F80, file.Read<ushort>(file.Find("BF16")!)[1]);
        Assert.Contains("I32 I32 [1] of memory does not hold floating-point numbers", Assert.Throws<ArgumentException>(() => file.ReadSingles(file.Find("I32")!)).Message);
        Assert.Contains("cannot be read as System.Single, which is F32", Assert.Throws<ArgumentException>(() => file.Read<float>(file.Find("I32")!)).Message);
    }

    [Fact]
    public void Tensor_can_be_read_in_chunks_but_not_past_its_end()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, [SafetensorsTensor.From<byte>("a", [4], new byte[] { 1, 2, 3, 4 }), SafetensorsTensor.From<byte>("b", [1], new byte[] { 9 })]);
        using var file = SafetensorsFile.Open(stream, "memory");
        var a = file.Find("a")!;

        var part = new byte[2];
        file.ReadBytes(a, 2, part);
        Assert.Equal([3, 4], part);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadBytes(a, 3, part));
        Assert.Throws<ArgumentException>(() => file.ReadBytes(a, part));
        Assert.Null(file.Find("c"));
        Assert.Throws<ArgumentException>(() => file.ReadBytes(a with { Name = "c" }, part));
    }

    private static SafetensorsTensor Raw(string name, (SafetensorsType Type, long[] Shape, byte[] Bytes) tensor) =>
        new(name, tensor.Type, [.. tensor.Shape], stream => stream.Write(tensor.Bytes));

    public void Dispose() => _folder.Dispose();
}
