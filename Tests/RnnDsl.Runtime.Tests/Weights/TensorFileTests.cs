using CsCheck;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Weights;

public sealed class TensorFileTests : IDisposable
{
    private static readonly ScalarType[] Types =
    [
        ScalarType.Bool, ScalarType.Byte, ScalarType.Int8, ScalarType.Int16, ScalarType.Int32, ScalarType.Int64,
        ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64,
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Tensors_of_every_dtype_and_shape_round_trip()
    {
        var random = Gen.Select(Gen.Int[0, Types.Length - 1].Select(i => Types[i]), Gen.Long[0, 4].Array[0, 4]);
        random.Array[1, 5].Sample(descriptions =>
        {
            using var scope = NewDisposeScope();
            var tensors = descriptions.Select((description, i) => ($"tensor{i}", Random(description.Item1, description.Item2))).ToArray();
            var path = _folder[Guid.NewGuid() + ".safetensors"];
            TensorFile.Save(path, tensors, new Dictionary<string, string> { ["note"] = "ü" });
            var file = TensorFile.Load(path);

            Assert.Equal("ü", file.Metadata["note"]);
            Assert.Equal(tensors.Length, file.Tensors.Count);
            foreach (var (name, tensor) in tensors)
                AssertSame(tensor, file[name]);
        }, iter: 100, threads: 1);
    }

    [Fact]
    public void Non_contiguous_tensors_are_saved_in_row_major_order()
    {
        var whole = arange(24, dtype: ScalarType.Float32).view(2, 3, 4);
        var path = _folder["t.safetensors"];
        TensorFile.Save(path, [("transposed", whole.permute(2, 0, 1)), ("slice", whole.narrow(2, 1, 2)), ("expanded", ones(1, 1).expand(3, 2))]);
        var file = TensorFile.Load(path);
        AssertSame(whole.permute(2, 0, 1).contiguous(), file["transposed"]);
        AssertSame(whole.narrow(2, 1, 2).contiguous(), file["slice"]);
        AssertSame(ones(3, 2), file["expanded"]);
        using var raw = SafetensorsFile.Open(path);
        Assert.Equal([1, 2, 5, 6, 9, 10, 13, 14, 17, 18, 21, 22], raw.Read<float>(raw.Find("slice")!));
    }

    [Fact]
    public void Scalars_empty_tensors_and_tensors_with_gradients_are_saved()
    {
        var path = _folder["t.safetensors"];
        var leaf = ones(2, 2, requires_grad: true);
        TensorFile.Save(path, [("scalar", tensor(3.5)), ("empty", zeros(0, 5)), ("leaf", leaf), ("result", leaf * 2)]);
        var file = TensorFile.Load(path);
        Assert.Equal(3.5, file["scalar"].item<double>());
        Assert.Empty(file["scalar"].shape);
        Assert.Equal([0, 5], file["empty"].shape);
        AssertSame(leaf.detach() * 2, file["result"]);
        Assert.False(file["leaf"].requires_grad);
    }

    [Fact]
    public void Loaded_tensors_are_disposed_with_the_file()
    {
        var path = _folder["t.safetensors"];
        TensorFile.Save(path, [("a", ones(3))]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var file = TensorFile.Load(path);
        Assert.Equal(before + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(3, file["a"].sum().item<float>());
        var thrown = Assert.Throws<KeyNotFoundException>(() => file["b"]);
        Assert.Contains("has no tensor 'b'. It has: a.", thrown.Message);
        file.Dispose();
        Assert.True(file.Tensors["a"].IsInvalid);
    }

    [Fact]
    public void Unsupported_dtypes_are_errors_with_the_tensor_name()
    {
        var path = _folder["t.safetensors"];
        var complex = Assert.Throws<NotSupportedException>(() => TensorFile.Save(path, [("z", zeros(2, dtype: ScalarType.ComplexFloat64))]));
        Assert.Contains("'z' cannot be saved", complex.Message);
        Assert.False(File.Exists(path));

        SafetensorsFile.Write(
            path,
            [
                SafetensorsTensor.From<uint>("u", [1], new uint[] { 1 }),
                new SafetensorsTensor("f8", SafetensorsType.F8_E4M3, [2], static stream => stream.Write([1, 2])),
                SafetensorsTensor.From<float>("w", [2], new[] { 1f, 2 }),
            ]);
        using var file = TensorFile.Load(path);
        AssertSame(tensor(new[] { 1f, 2 }), file["w"]);
        Assert.Equal(["u U32 [1]", "f8 F8_E4M3 [2]"], file.NotLoaded.Select(static entry => entry.ToString()));
        Assert.Contains($"u U32 [1] of {path} cannot be loaded: TorchSharp has no tensors of U32", Assert.Throws<NotSupportedException>(() => file["u"]).Message);
        Assert.Contains($"f8 F8_E4M3 [2] of {path} cannot be loaded", Assert.Throws<NotSupportedException>(() => file["f8"]).Message);
    }

    [Fact]
    public void Tensor_of_an_unknown_dtype_is_listed_as_not_loaded()
    {
        var path = _folder["t.safetensors"];
        WriteWithUnknown(path, "new", "[2]", 1);
        using var file = TensorFile.Load(path);
        AssertSame(tensor(new[] { 0f }), file["w"]);
        Assert.Equal("new F5_E9 [2]", Assert.Single(file.NotLoaded).ToString());
        Assert.Contains($"new F5_E9 [2] of {path} cannot be loaded: F5_E9 is not a dtype that this version supports", Assert.Throws<NotSupportedException>(() => file["new"]).Message);
    }

    [Fact]
    public void Complex_float32_tensors_round_trip()
    {
        var path = _folder["t.safetensors"];
        var values = randn(3, 2, dtype: ScalarType.ComplexFloat32);
        TensorFile.Save(path, [("z", values)]);
        using (var raw = SafetensorsFile.Open(path))
            Assert.Equal("z C64 [3, 2]", Assert.Single(raw.Entries).ToString());
        using var file = TensorFile.Load(path);
        Assert.Equal(ScalarType.ComplexFloat32, file["z"].dtype);
        Assert.True(values.eq(file["z"]).all().item<bool>());
    }

    /// <summary>A scalar F32 "w" and one entry of a dtype from the future.</summary>
    internal static void WriteWithUnknown(string path, string name, string shape, int bytes)
    {
        var header = System.Text.Encoding.UTF8.GetBytes($$$"""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"{{{name}}}":{"dtype":"F5_E9","shape":{{{shape}}},"data_offsets":[4,{{{4 + bytes}}}]}}""");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[4 + bytes]]);
    }

    [Fact]
    public void Damaged_file_error_names_the_file_and_leaves_no_tensors()
    {
        var path = _folder["t.safetensors"];
        TensorFile.Save(path, [("a", ones(30)), ("b", ones(30))]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^7]);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var thrown = Assert.Throws<SafetensorsException>(() => TensorFile.Load(path));
        Assert.Contains(path, thrown.Message);
        Assert.Contains("cut short", thrown.Message);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Tensors_are_saved_from_and_loaded_to_a_device()
    {
        var device = cuda.is_available() ? CUDA : CPU;
        var path = _folder["t.safetensors"];
        TensorFile.Save(path, [("a", arange(5, device: device))]);
        var loaded = TensorFile.Load(path, device)["a"];
        Assert.Equal(device.type, loaded.device_type);
        AssertSame(arange(5), loaded.cpu());
    }

    private static Tensor Random(ScalarType type, long[] shape) => type == ScalarType.Bool
        ? randint(0, 2, shape).to(type)
        : type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 ? randn(shape).to(type) : randint(0, 100, shape).to(type);

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.dtype, actual.dtype);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(expected.bytes.SequenceEqual(actual.bytes));
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }
}
