using System.Text;
using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Safetensors;

public class HostileSafetensorsTests
{
    private const string One = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Theory]
    [InlineData("[]", 0, "its header is a list where an object must stand")]
    [InlineData("{", 0, "its header is not valid JSON")]
    [InlineData("", 0, "its header is not valid JSON")]
    [InlineData("{} x", 0, "its header is not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "has the key 'a' twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", 0, "__metadata__ has the key 'k' twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "__metadata__ 'k' is a number (1) where a text must stand")]
    [InlineData("""{"__metadata__":[]}""", 0, "__metadata__ is a list where an object must stand")]
    [InlineData("""{"a":3}""", 0, "the entry of 'a' is a number (3) where an object must stand")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "'a' lacks its data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "'a' lacks its shape")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "'a' lacks its dtype")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'a' has the key 'dtype' twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"stride":[1]}}""", 4, "'a' has the key 'stride' where only")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,5]}}""", 4, "the data of a F31 [1] ends at byte 5, but only 4 bytes follow the header")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,2]}}""", 4, "2 bytes follow the last tensor")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[4,2]}}""", 4, "begins at 4 and ends before that, at 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F31","shape":[1],"data_offsets":[2,6]}}""", 6, "b F31 [1] begins at 2, inside the tensor before it")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "b F32 [1] begins at 2, inside the tensor before it")]
    [InlineData("""{"a":{"dtype":"F31","shape":[1],"data_offsets":[1,4]}}""", 4, "the bytes from 0 to 1, before a F31 [1], belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F31","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "more than any file can hold")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[0,4]}}""", 4, "a F8_E4M3 [3] needs 3 bytes, but its data_offsets [0, 4] hold 4")]
    [InlineData("""{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "a F4 [3] needs 12 bits, which is no whole number of bytes")]
    [InlineData("""{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", 4, "the dtype of 'a' is a number (32) where a text must stand")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "the shape of 'a' holds a number (-1) where a whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "the shape of 'a' holds a number (1.5)")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "the shape of 'a' holds a text")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "the shape of 'a' is a number (1) where a list must stand")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,3],"data_offsets":[0,4]}}""", 4, "more than any file can hold")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}""", 4, "where a whole number from 0 to 9223372036854775807")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "more than any file can hold")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "'a' has 1 data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "'a' has 3 data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "begins at 4 and ends before that, at 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8, "a F32 [1] needs 4 bytes, but its data_offsets [0, 8] hold 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "the bytes from 0 to 4, before a F32 [1], belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "b F32 [1] begins at 4, inside the tensor before it")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "the bytes from 4 to 8")]
    [InlineData(One, 7, "ends at byte 8, but only 7 bytes follow the header: the file is cut short")]
    [InlineData(One, 9, "1 bytes follow the last tensor")]
    [InlineData("""{"a\uD800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "not valid Unicode")]
    public void Invalid_header_error_names_the_violated_rule(string header, int dataLength, string problem)
    {
        var thrown = Assert.Throws<SafetensorsException>(() => Open(FileOf(header, dataLength)));
        Assert.Contains("model.safetensors", thrown.Message);
        Assert.Contains(problem, thrown.Message);
    }

    [Fact]
    public void File_shorter_than_its_length_field_is_an_error() =>
        Assert.Contains("it has 3 bytes", Assert.Throws<SafetensorsException>(() => Open([1, 2, 3])).Message);

    [Fact]
    public void Header_longer_than_the_file_is_a_truncation_error() =>
        Assert.Contains("its header would be 54 bytes long, but only 53 bytes follow", Assert.Throws<SafetensorsException>(() => Open(FileOf(One, 0)[..^1])).Message);

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x8000000000000000UL)]
    public void Header_over_the_limit_is_rejected_before_allocation(ulong length) =>
        Assert.Contains("probably another kind of file", Assert.Throws<SafetensorsException>(() => Open([.. BitConverter.GetBytes(length), .. "{}"u8])).Message);

    [Fact]
    public void Invalid_UTF8_in_a_name_is_an_error()
    {
        var file = FileOf(One, 8);
        file[10] = 0xFF;
        Assert.Throws<SafetensorsException>(() => Open(file));
    }

    [Fact]
    public void Boolean_other_than_0_or_1_is_an_error_on_read()
    {
        var bytes = FileOf("""{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""", 3);
        bytes[^1] = 2;
        using var file = Open(bytes);
        Assert.Contains("element 2 of a BOOL [3] is 2", Assert.Throws<SafetensorsException>(() => file.Read<bool>(file.Entries[0])).Message);
    }

    [Fact]
    public void Stream_of_a_rejected_file_is_closed()
    {
        var stream = new MemoryStream([1, 2, 3]);
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(stream, "x"));
        Assert.False(stream.CanRead);
    }

    [Fact]
    public void Corrupted_file_is_read_or_rejected()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(
            stream,
            [
                SafetensorsTensor.From<float>("fc.weight", [3, 2], new float[6]),
                SafetensorsTensor.From<long>("steps", [], new long[1]),
                SafetensorsTensor.From<bool>("mask", [5], new bool[5]),
                SafetensorsTensor.From<Half>("empty", [0, 4], Array.Empty<Half>()),
            ],
            new Dictionary<string, string> { ["kind"] = "test" });
        var whole = stream.ToArray();

        var flips = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[0, 4];
        Gen.Select(Gen.Int[0, whole.Length], flips, Gen.Bool).Sample((length, changes, cut) =>
        {
            var bytes = (byte[])whole.Clone();
            foreach (var (position, value) in changes)
                bytes[position] ^= value;
            try
            {
                using var file = Open(cut ? bytes[..length] : bytes);
                foreach (var entry in file.Entries)
                    file.ReadBytes(entry, new byte[entry.ByteCount]);
            }
            catch (SafetensorsException problem)
            {
                Assert.StartsWith("model.safetensors cannot be read as safetensors: ", problem.Message);
            }
        }, iter: 50_000);
    }

    [Fact]
    public void Random_bytes_are_read_or_rejected()
    {
        Gen.Byte.Array[0, 64].Sample(
            header =>
            {
                try
                {
                    Open([.. BitConverter.GetBytes((long)header.Length), .. header]).Dispose();
                }
                catch (SafetensorsException)
                {
                }
            },
            iter: 50_000);
    }

    [Theory]
    [InlineData("F4", 2, 1)]
    [InlineData("F6_E2M3", 4, 3)]
    [InlineData("F6_E3M2", 4, 3)]
    [InlineData("F8_E5M2", 3, 3)]
    [InlineData("F8_E4M3", 3, 3)]
    [InlineData("F8_E8M0", 3, 3)]
    [InlineData("F8_E4M3FNUZ", 3, 3)]
    [InlineData("F8_E5M2FNUZ", 3, 3)]
    [InlineData("U16", 2, 4)]
    [InlineData("U32", 1, 4)]
    [InlineData("U64", 1, 8)]
    [InlineData("C64", 1, 8)]
    [InlineData("I7_X3", 5, 9)]
    public void Entry_of_an_unsupported_dtype_is_listed_and_others_stay_readable(string dtype, int elements, int bytes)
    {
        var header = $$$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"{{{dtype}}}","shape":[{{{elements}}}],"data_offsets":[4,{{{4 + bytes}}}]},"c":{"dtype":"I8","shape":[1],"data_offsets":[{{{4 + bytes}}},{{{5 + bytes}}}]}}""";
        var content = FileOf(header, 5 + bytes);
        content[^2] = 7;
        content[^1] = 9;
        using var file = Open(content);

        Assert.Equal(["a F32 [1]", $"b {dtype} [{elements}]", "c I8 [1]"], file.Entries.Select(static entry => entry.ToString()));
        var entry = file.Find("b")!;
        Assert.Equal((dtype, elements, bytes), (entry.Dtype, entry.ElementCount, entry.ByteCount));
        Assert.Equal(dtype == "I7_X3" ? null : dtype, entry.Type?.Name());
        Assert.Equal([0f], file.Read<float>(file.Find("a")!));
        Assert.Equal([(sbyte)9], file.Read<sbyte>(file.Find("c")!));

        // Its bytes are there for whoever knows the dtype; as numbers of another one it is refused by name.
        var raw = new byte[bytes];
        file.ReadBytes(entry, raw);
        Assert.Equal(7, raw[^1]);
        Assert.Contains($"b {dtype} [{elements}] of model.safetensors cannot be read as System.Byte", Assert.Throws<ArgumentException>(() => file.Read<byte>(entry)).Message);
        Assert.Contains($"b {dtype} [{elements}] of model.safetensors does not hold floating-point numbers of 16, 32 or 64 bits", Assert.Throws<ArgumentException>(() => file.ReadSingles(entry)).Message);
    }

    [Fact]
    public void Entry_of_an_unknown_dtype_allocates_no_memory()
    {
        using var file = Open(FileOf("""{"a":{"dtype":"F31","shape":[4611686018427387904],"data_offsets":[0,4]}}""", 4));
        Assert.Throws<ArgumentException>(() => file.ReadSingles(file.Entries[0]));
        Assert.Throws<ArgumentException>(() => file.Read<float>(file.Entries[0]));
    }

    private static byte[] FileOf(string header, int dataLength)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)bytes.Length), .. bytes, .. new byte[dataLength]];
    }

    private static SafetensorsFile Open(byte[] bytes) => SafetensorsFile.Open(new MemoryStream(bytes), "model.safetensors");
}
