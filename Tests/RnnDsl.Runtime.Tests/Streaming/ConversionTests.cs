using RnnDsl.Runtime.Tests.Streaming.Models;
using RnnDsl.Safetensors;
using RnnDsl.Streaming;
using Xunit;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>Files of weights in smaller formats.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<Type, WeightFormat> Models
    {
        get
        {
            var data = new TheoryData<Type, WeightFormat>();
            foreach (var type in new[] { typeof(PlainLstm), typeof(PlainGru), typeof(PaperGru), typeof(EveryOptionLstm), typeof(ProjectedLstm), typeof(TiedModel), typeof(WideModel), typeof(OfMixedCell), typeof(OfLstm1997) })
            {
                data.Add(type, WeightFormat.Int8);
                data.Add(type, WeightFormat.BFloat16);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_converted_file_gives_what_loading_in_its_format_gives(Type type, WeightFormat format)
    {
        using var pair = new StreamPair(type, _folder, format);
        var inputs = pair.Inputs(40);
        var expected = pair.Steps(pair.Stream, inputs);
        var file = _folder["converted.safetensors"];

        var conversion = pair.Convert(file, format);

        // To the last bit, without a format and with that of the file.
        Assert.Equal(expected, pair.Steps(pair.Load(file, null), inputs));
        Assert.Equal(expected, pair.Steps(pair.Load(file, format), inputs));
        Assert.Equal((new FileInfo(pair.File).Length, new FileInfo(file).Length), (conversion.BytesBefore, conversion.BytesAfter));
        Assert.InRange(conversion.MeanError, 1e-9, conversion.LargestError);
        Assert.Equal(conversion.LargestError, conversion.Tensors.Max(static tensor => tensor.LargestError));

        // A row of integers is off by at most half a step, a bfloat16 by a 256th.
        Assert.All(conversion.Tensors, tensor => Assert.InRange(tensor.LargestError, 0, tensor.LargestMagnitude * (format == WeightFormat.Int8 ? 0.501 / 127 : 1.0 / 256)));
    }

    [Fact]
    public void Integers_and_scales_are_tensors_of_the_file_and_vectors_stay_as_they_are()
    {
        using var pair = new StreamPair(typeof(EveryOptionLstm), _folder);
        pair.Convert(_folder["int8.safetensors"], WeightFormat.Int8);
        using var before = SafetensorsFile.Open(pair.File);
        using var after = SafetensorsFile.Open(_folder["int8.safetensors"]);

        foreach (var entry in before.Entries)
        {
            var now = after.Find(entry.Name)!;
            if (!entry.Name.Contains("weight", StringComparison.Ordinal))
            {
                Assert.Equal(entry.ToString(), now.ToString());
                Assert.Equal(before.ReadSingles(entry), after.ReadSingles(now));
                continue;
            }

            Assert.Equal(entry.ToString().Replace("F32", "I8", StringComparison.Ordinal), now.ToString());
            var (elements, integers, columns) = (before.ReadSingles(entry), after.Read<sbyte>(now), (int)entry.Shape[1]);
            var scales = after.ReadSingles(after.Find(entry.Name + ".scale")!);
            for (var i = 0; i < elements.Length; i++)
                Assert.Equal(elements[i], integers[i] * scales[i / columns], scales[i / columns] * 0.501);
        }
    }

    [Fact]
    public void An_int8_file_is_loaded_in_other_formats_too()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder, WeightFormat.Int8);
        var inputs = pair.Inputs(20);
        pair.Convert(_folder["int8.safetensors"], WeightFormat.Int8);

        ParityTests.Close(pair.Steps(pair.Stream, inputs), pair.Steps(pair.Load(_folder["int8.safetensors"], WeightFormat.Float32), inputs), 1e-4f);
        ParityTests.Close(pair.Steps(pair.Load(_folder["int8.safetensors"], null), inputs), pair.Steps(pair.Load(_folder["int8.safetensors"], WeightFormat.BFloat16), inputs), 0.03f);
    }

    [Fact]
    public void A_module_does_not_load_integers_and_loads_what_they_are_converted_to()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        pair.Convert(_folder["int8.safetensors"], WeightFormat.Int8);
        using var module = pair.NewModule();

        var message = Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(_folder["int8.safetensors"])).Message;
        Assert.EndsWith("The integers of 8 bits are weights of a stream. Load the file that they were converted from, or write one with Streaming.Convert(path, target, WeightFormat.Float32).", message, StringComparison.Ordinal);

        pair.Convert(_folder["int8.safetensors"], _folder["float32.safetensors"], WeightFormat.Float32);
        Assert.Empty(module.LoadSafetensors(_folder["float32.safetensors"]).Missing);
    }

    [Fact]
    public void The_file_that_is_read_is_not_written()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        Assert.Contains("is the file that is read", Assert.Throws<ArgumentException>(() => pair.Convert(pair.File, WeightFormat.Int8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_not_converted_to_integers()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        Change(pair.File, "lstm.weight_hh_l0", tensor => BitConverter.TryWriteBytes(tensor.AsSpan(4 * 16 * 3), float.NaN));

        Assert.Equal("Row 3 of lstm.weight_hh_l0 has elements that are not finite; int8 has no integers for them.", Assert.Throws<InvalidDataException>(() => pair.Convert(_folder["int8.safetensors"], WeightFormat.Int8)).Message);
        Assert.False(File.Exists(_folder["int8.safetensors"]));
    }

    [Fact]
    public void Weights_beyond_the_largest_bfloat16_are_not_converted()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        Change(pair.File, "lstm.weight_hh_l0", tensor => BitConverter.TryWriteBytes(tensor.AsSpan(4 * 5), float.MaxValue));

        Assert.Equal("Element 5 of lstm.weight_hh_l0 is 3.4028235E+38, which BFloat16 has no finite number for.", Assert.Throws<InvalidDataException>(() => pair.Convert(_folder["half.safetensors"], WeightFormat.BFloat16)).Message);
    }

    [Fact]
    public void The_file_that_is_read_is_not_written_through_links_either()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        var original = File.ReadAllBytes(pair.File);
        File.CreateSymbolicLink(_folder["link.safetensors"], pair.File);
        Directory.CreateSymbolicLink(_folder["folder"], _folder.Path);
        var throughFolder = Path.Combine(_folder["folder"], Path.GetFileName(pair.File));

        Assert.Throws<ArgumentException>(() => pair.Convert(throughFolder, WeightFormat.Int8));
        Assert.Throws<ArgumentException>(() => pair.Convert(_folder["link.safetensors"], pair.File, WeightFormat.Int8));
        Assert.Throws<ArgumentException>(() => pair.Convert(_folder["link.safetensors"], throughFolder, WeightFormat.Int8));
        Assert.Throws<ArgumentException>(() => pair.Convert(_folder["link.safetensors"], _folder["link.safetensors"], WeightFormat.Int8));
        Assert.Equal(original, File.ReadAllBytes(pair.File));

        // A link at the target is replaced itself, and the file that it leads to stays.
        pair.Convert(_folder["link.safetensors"], WeightFormat.Int8);
        Assert.Null(new FileInfo(_folder["link.safetensors"]).LinkTarget);
        Assert.Equal(original, File.ReadAllBytes(pair.File));
    }

    [Fact]
    public void The_largest_float32_stays_finite_as_integer()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        Change(pair.File, "lstm.weight_hh_l0", tensor => BitConverter.TryWriteBytes(tensor.AsSpan(4 * 16 * 3), float.MaxValue));

        var tensor = pair.Convert(_folder["int8.safetensors"], WeightFormat.Int8).Tensors.Single(tensor => tensor.Name == "lstm.weight_hh_l0");

        Assert.Equal(float.MaxValue, tensor.LargestMagnitude);
        Assert.InRange(tensor.LargestError, 0, float.MaxValue * 0.501 / 127);
        pair.Load(_folder["int8.safetensors"], WeightFormat.Float32);
        using var file = SafetensorsFile.Open(_folder["int8.safetensors"]);
        Assert.True(float.IsFinite(127 * file.ReadSingles(file.Find("lstm.weight_hh_l0.scale")!)[3]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Elements_that_stay_what_they_are_have_no_error(float element)
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        Change(pair.File, "lstm.weight_hh_l0", tensor => BitConverter.TryWriteBytes(tensor.AsSpan(4 * 16 * 3), element));

        var conversion = pair.Convert(_folder["bfloat16.safetensors"], WeightFormat.BFloat16);

        Assert.InRange(conversion.LargestError, 1e-6, 0.01);
        Assert.InRange(conversion.MeanError, 1e-9, conversion.LargestError);
    }

    [Theory]
    [InlineData("lstm.weight_hh_l0.scale: missing; lstm.weight_hh_l0 has integers of 8 bits, and a scale for each row, [64], belongs to them")]
    [InlineData("lstm.weight_hh_l0.scale: the file has F32 [63], the model F32 [64], a scale for each row of lstm.weight_hh_l0")]
    [InlineData("lstm.weight_hh_l0.scale: the file has I32 [64], the model F32 [64], a scale for each row of lstm.weight_hh_l0")]
    [InlineData("lstm.weight_hh_l0.scale: the scale of row 2 is NaN; scales are from 0 to 2.6793884E+36")]
    [InlineData("lstm.weight_hh_l0.scale: the scale of row 2 is 3E+38; scales are from 0 to 2.6793884E+36")]
    [InlineData("lstm.weight_hh_l0: element 7 is -128; integers of weights are from -127 to 127")]
    [InlineData("lstm.weight_hh_l0: the file has [64, 15], the model [64, 16]")]
    [InlineData("lstm.weight_hh_l0: the file has U8, the model floating-point numbers of 16, 32 or 64 bits (F16, BF16, F32, F64), or integers of 8 bits (I8) with a scale for each row")]
    [InlineData("lstm.bias_hh_l0: the file has I8, the model floating-point numbers of 16, 32 or 64 bits (F16, BF16, F32, F64)")]
    [InlineData("lstm.bias_hh_l0.scale: the model has no such tensor")]
    public void What_differs_in_an_int8_file_is_named(string problem)
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        pair.Convert(_folder["int8.safetensors"], WeightFormat.Int8);
        var tensors = Read(_folder["int8.safetensors"]);
        const string Weight = "lstm.weight_hh_l0";
        var scales = tensors[Weight + ".scale"];
        switch (problem)
        {
            case var _ when problem.Contains(".scale: missing", StringComparison.Ordinal):
                tensors.Remove(Weight + ".scale");
                break;
            case var _ when problem.Contains("F32 [63]", StringComparison.Ordinal):
                tensors[Weight + ".scale"] = (SafetensorsType.F32, [63], new byte[4 * 63]);
                break;
            case var _ when problem.Contains("has I32", StringComparison.Ordinal):
                tensors[Weight + ".scale"] = (SafetensorsType.I32, [64], scales.Bytes);
                break;
            case var _ when problem.Contains("is NaN", StringComparison.Ordinal):
                BitConverter.TryWriteBytes(scales.Bytes.AsSpan(8), float.NaN);
                break;
            case var _ when problem.Contains("is 3E+38", StringComparison.Ordinal):
                BitConverter.TryWriteBytes(scales.Bytes.AsSpan(8), 3e38f);
                break;
            case var _ when problem.Contains("-128", StringComparison.Ordinal):
                tensors[Weight].Bytes[7] = 0x80;
                break;
            case var _ when problem.Contains("[64, 15]", StringComparison.Ordinal):
                tensors[Weight] = (SafetensorsType.I8, [64, 15], new byte[64 * 15]);
                break;
            case var _ when problem.Contains("U8", StringComparison.Ordinal):
                tensors[Weight] = (SafetensorsType.U8, [64, 16], new byte[64 * 16]);
                tensors.Remove(Weight + ".scale");
                break;
            case var _ when problem.Contains("bias_hh_l0: the file has I8", StringComparison.Ordinal):
                tensors["lstm.bias_hh_l0"] = (SafetensorsType.I8, [64], new byte[64]);
                break;
            default:
                tensors["lstm.bias_hh_l0.scale"] = (SafetensorsType.F32, [64], new byte[4 * 64]);
                break;
        }

        Write(_folder["changed.safetensors"], tensors);

        Assert.Equal([problem], Assert.Throws<StreamWeightsException>(() => pair.Load(_folder["changed.safetensors"], null)).Problems.Where(found => !found.EndsWith("weight_hh_l0.scale: the model has no such tensor", StringComparison.Ordinal)));
    }

    private static Dictionary<string, (SafetensorsType Type, long[] Shape, byte[] Bytes)> Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.Entries.ToDictionary(static entry => entry.Name, entry =>
        {
            var bytes = new byte[entry.ByteCount];
            file.ReadBytes(entry, bytes);
            return (entry.Type!.Value, entry.Shape.ToArray(), bytes);
        });
    }

    private static void Write(string path, Dictionary<string, (SafetensorsType Type, long[] Shape, byte[] Bytes)> tensors) =>
        SafetensorsFile.Write(path, tensors.Select(static tensor => new SafetensorsTensor(tensor.Key, tensor.Value.Type, [.. tensor.Value.Shape], stream => stream.Write(tensor.Value.Bytes))));

    private static void Change(string path, string name, Action<byte[]> change)
    {
        var tensors = Read(path);
        change(tensors[name].Bytes);
        Write(path, tensors);
    }
}
