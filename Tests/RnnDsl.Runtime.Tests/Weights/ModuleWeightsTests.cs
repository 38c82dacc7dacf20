using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Weights;

public sealed class ModuleWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Keys_and_shapes_in_the_file_equal_PyTorch()
    {
        var path = _folder["model.safetensors"];
        new TwoLayers(hidden: 4).SaveSafetensors(path, new Dictionary<string, string> { ["format"] = "pt" });
        using var file = SafetensorsFile.Open(path);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(
            [
                "fc.bias F32 [2]", "fc.weight F32 [2, 4]", "lstm.bias_hh_l0 F32 [16]", "lstm.bias_ih_l0 F32 [16]",
                "lstm.weight_hh_l0 F32 [16, 4]", "lstm.weight_ih_l0 F32 [16, 3]", "norm.bias F32 [2]",
                "norm.num_batches_tracked I64 []", "norm.running_mean F32 [2]", "norm.running_var F32 [2]", "norm.weight F32 [2]",
            ],
            file.Entries.Select(entry => entry.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Loaded_module_equals_the_saved_one_and_keeps_its_tensors()
    {
        var path = _folder["model.safetensors"];
        var (saved, loaded) = (new TwoLayers(4).Trained(), new TwoLayers(4));
        var parameters = loaded.parameters().ToArray();
        saved.SaveSafetensors(path);

        var report = loaded.LoadSafetensors(path);

        Assert.Equal(11, report.Loaded.Count);
        Assert.Empty(report.Converted);
        Assert.True(parameters.Zip(loaded.parameters()).All(pair => ReferenceEquals(pair.First, pair.Second) && pair.First.requires_grad));
        loaded.eval();
        var input = randn(2, 5, 3);
        Assert.True(saved.call(input).eq(loaded.call(input)).all().item<bool>());
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Weights_of_another_dtype_are_converted_and_reported(ScalarType type)
    {
        var path = _folder["model.safetensors"];
        var weights = new Dictionary<string, Tensor> { ["weight"] = tensor(new[] { 0.5f, -2, 0.25f, 8 }, [2, 2]), ["bias"] = tensor(new[] { 1f, 3 }) };
        TensorFile.Save(path, [("weight", weights["weight"].to(type)), ("bias", weights["bias"])]);
        var module = nn.Linear(2, 2);

        var report = module.LoadSafetensors(path);

        Assert.Matches("^weight: [BF0-9]+ loaded as F32$", Assert.Single(report.Converted));
        Assert.Equal(ScalarType.Float32, module.weight.dtype);
        Assert.True(module.weight.eq(weights["weight"]).all().item<bool>());
    }

    [Fact]
    public void Strict_loading_lists_every_difference_and_loads_nothing()
    {
        var path = _folder["model.safetensors"];
        TensorFile.Save(path,
        [
            ("lstm.weight_ih_l0", zeros(16, 5)),
            ("lstm.weight_hh_l0", zeros(16, 4)),
            ("lstm.bias_ih_l0", zeros([16], ScalarType.Int64)),
            ("lstm.bias_hh_10", zeros(16)),
            ("module.fc.weight", zeros(2, 4)),
            ("fc.bias", zeros(2)),
            ("norm.weight", zeros(2)), ("norm.bias", zeros(2)), ("norm.running_mean", zeros(2)), ("norm.running_var", zeros(2)),
            ("norm.num_batches_tracked", zeros([], ScalarType.Int64)),
            ("head", zeros(1)),
        ]);
        var module = new TwoLayers(4);
        var before = module.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());

        foreach (var strict in (bool[])[true, false])
        {
            var thrown = Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path, strict));
            Assert.Equal(["lstm.bias_hh_l0", "fc.weight"], thrown.Missing);
            Assert.Equal(["head", "lstm.bias_hh_10", "module.fc.weight"], thrown.Unexpected.Order());
            Assert.Equal(2, thrown.Mismatched.Count);
            Assert.Contains(path, thrown.Message);
            Assert.Contains("Nothing was loaded", thrown.Message);
            Assert.Contains("lstm.weight_ih_l0: the file has [16, 5], the module [16, 3]", thrown.Message);
            Assert.Contains("lstm.bias_ih_l0: the file has I64, the module F32", thrown.Message);
            Assert.Contains("lstm.bias_hh_l0 (the file has 'lstm.bias_hh_10')", thrown.Message);
            Assert.Contains("fc.weight (the file has 'module.fc.weight')", thrown.Message);
            Assert.Contains("module.fc.weight (the module has 'fc.weight')", thrown.Message);
            Assert.Contains("\n    head", thrown.Message);
        }

        Assert.All(module.state_dict(), pair => Assert.True(pair.Value.eq(before[pair.Key]).all().item<bool>()));
    }

    [Fact]
    public void Non_strict_loading_loads_matching_weights_and_reports_the_rest()
    {
        var path = _folder["model.safetensors"];
        TensorFile.Save(path, [("weight", full([2, 2], 7f)), ("other", zeros(1))]);
        var module = nn.Linear(2, 2);
        var report = module.LoadSafetensors(path, strict: false);
        Assert.Equal(["weight"], report.Loaded);
        Assert.Equal(["bias"], report.Missing);
        Assert.Equal(["other"], report.Unexpected);
        Assert.Equal(28, module.weight.sum().item<float>());
    }

    [Fact]
    public void Unsupported_dtype_is_an_error_only_for_keys_of_the_module()
    {
        var path = _folder["model.safetensors"];
        void Write(string extra, string weight, int bytes)
        {
            var header = System.Text.Encoding.UTF8.GetBytes($$$"""{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"{{{extra}}}":{"dtype":"F8_E4M3","shape":[1,2],"data_offsets":[4,6]},"{{{weight}}}":{"dtype":"F32","shape":[1,{{{bytes / 4}}}],"data_offsets":[6,{{{6 + bytes}}}]}}""");
            File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[6 + bytes]]);
        }

        // The module has no such key: the others are loaded, and strict loading names it as any other key that is unknown to the module.
        Write("scale", "weight", 8);
        var report = nn.Linear(2, 1).LoadSafetensors(path, strict: false);
        Assert.Equal(["bias", "weight"], report.Loaded.Order());
        Assert.Equal(["scale"], report.Unexpected);
        Assert.Equal(["scale"], Assert.Throws<WeightsMismatchException>(() => nn.Linear(2, 1).LoadSafetensors(path)).Unexpected);

        Write("weight", "other", 4);
        foreach (var strict in (bool[])[true, false])
        {
            var needed = Assert.Throws<WeightsMismatchException>(() => nn.Linear(2, 1).LoadSafetensors(path, strict));
            Assert.Equal(["weight: the file has F8_E4M3, the module F32"], needed.Mismatched);
        }

        TensorFileTests.WriteWithUnknown(path, "bias", "[1]", 3);
        Assert.Contains("bias: the file has F5_E9, the module F32", Assert.Throws<WeightsMismatchException>(() => nn.Linear(2, 1).LoadSafetensors(path, strict: false)).Message);
    }

    [Fact]
    public void File_may_contain_one_or_both_keys_of_tied_weights()
    {
        var path = _folder["model.safetensors"];
        new Tied().SaveSafetensors(path);
        using (var file = SafetensorsFile.Open(path))
            Assert.Equal(["decoder.weight", "encoder.weight"], file.Entries.Select(entry => entry.Name));
        Assert.Equal(2, new Tied().LoadSafetensors(path).Loaded.Count);

        TensorFile.Save(path, [("encoder.weight", full([4, 2], 3f))]);
        var module = new Tied();
        Assert.Empty(module.LoadSafetensors(path).Missing);
        Assert.Equal(24, module.Shared.weight!.sum().item<float>());
    }

    [Fact]
    public void Weights_are_loaded_on_the_device_of_the_module()
    {
        var device = cuda.is_available() ? CUDA : CPU;
        var path = _folder["model.safetensors"];
        var saved = new TwoLayers(4).Trained();
        saved.to(device).SaveSafetensors(path);
        var loaded = new TwoLayers(4).to(device);
        loaded.LoadSafetensors(path);
        Assert.All(loaded.state_dict(), pair => Assert.True(pair.Value.eq(saved.state_dict()[pair.Key]).all().item<bool>()));
        Assert.All(loaded.parameters(), parameter => Assert.Equal(device.type, parameter.device_type));
    }

    [Fact]
    public void Missing_file_is_named_in_the_error() =>
        Assert.Contains("nowhere.safetensors", Assert.Throws<FileNotFoundException>(() => nn.Linear(1, 1).LoadSafetensors(_folder["nowhere.safetensors"])).Message);

    [Fact]
    public void Saving_and_loading_leave_no_tensors()
    {
        var path = _folder["model.safetensors"];
        var module = new TwoLayers(4);
        module.SaveSafetensors(path);
        module.LoadSafetensors(path);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++)
        {
            module.SaveSafetensors(path);
            module.LoadSafetensors(path);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private sealed class TwoLayers : nn.Module<Tensor, Tensor>
    {
        private readonly LSTM _lstm;
        private readonly Linear _fc;
        private readonly BatchNorm1d _norm;

        public TwoLayers(long hidden)
            : base(nameof(TwoLayers))
        {
            _lstm = nn.LSTM(3, hidden, batchFirst: true);
            _fc = nn.Linear(hidden, 2);
            _norm = nn.BatchNorm1d(2);
            register_module("lstm", _lstm);
            register_module("fc", _fc);
            register_module("norm", _norm);
        }

        /// <summary>With other weights, running means and counts than a new one.</summary>
        public TwoLayers Trained()
        {
            call(randn(4, 6, 3));
            eval();
            return this;
        }

        protected override void RegisterComponents()
        {
        }

        public override Tensor forward(Tensor input)
        {
            var (output, _, _) = _lstm.call(input);
            return _norm.call(_fc.call(output.select(1, -1)));
        }
    }

    /// <summary>One tensor under two keys.</summary>
    private sealed class Tied : nn.Module
    {
        public Tied()
            : base(nameof(Tied))
        {
            Shared = nn.Embedding(4, 2);
            register_module("encoder", Shared);
            register_module("decoder", Shared);
        }

        public Embedding Shared { get; }

        protected override void RegisterComponents()
        {
        }
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }
}
