using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Weights;

/// <summary>Files of other programs, whose modules have other names.</summary>
public sealed class WeightKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string, Func<string, string>, WeightKeys> Maps() => new()
    {
        { "layers", static key => "encoder." + key.Replace("rnn.", "recurrent.0.", StringComparison.Ordinal), new() { ["encoder.recurrent.0"] = "rnn", ["encoder"] = "" } },
        { "wrapper", static key => "module." + key, new() { ["module."] = "" } },
        { "wrapped", static key => key["rnn.".Length..], new(static key => "rnn." + key) },
        { "both", static key => "_orig_mod." + key.ToUpperInvariant(), new(static key => key.ToLowerInvariant()) { ["_orig_mod"] = "" } },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void Keys_of_the_file_are_mapped_to_keys_of_the_module(string name, Func<string, string> write, WeightKeys keys)
    {
        var path = _folder[name];
        using var saved = new Network();
        using var loaded = new Network();
        TensorFile.Save(path, saved.state_dict().Select(pair => (write(pair.Key), pair.Value)));

        var report = loaded.LoadSafetensors(path, keys: keys);

        Assert.Equal(4, report.Loaded.Count);
        Assert.Empty(report.Unexpected);
        Assert.All(loaded.state_dict(), pair => Assert.True(pair.Value.eq(saved.state_dict()[pair.Key]).all().item<bool>()));
    }

    [Fact]
    public void Tensor_mapped_to_null_is_not_loaded()
    {
        var path = _folder["weights"];
        using var module = new Network();
        TensorFile.Save(path, [.. module.state_dict().Select(static pair => (pair.Key, pair.Value)), ("head.weight", ones(3))]);

        Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path));
        var report = module.LoadSafetensors(path, keys: new(static key => key.StartsWith("head", StringComparison.Ordinal) ? null : key));

        Assert.Equal(4, report.Loaded.Count);
        Assert.Empty(report.Unexpected);
    }

    [Theory]
    [InlineData("lstm.", "The file has this layer under another name: declare the layer rnn with Name = \"lstm\", or load with keys: new() { [\"lstm\"] = \"rnn\" }.")]
    [InlineData("encoder.lstm.", "The file has this layer under another name: load with keys: new() { [\"encoder.lstm\"] = \"rnn\" }.")]
    [InlineData("module.rnn.", "The file has this layer under another name: load with keys: new() { [\"module\"] = \"\" }.")]
    public void Mismatch_of_names_only_suggests_the_mapping(string prefix, string advice)
    {
        var path = _folder["weights"];
        using var module = new Network();
        TensorFile.Save(path, module.state_dict().Select(pair => (prefix + pair.Key["rnn.".Length..], pair.Value)));

        Assert.EndsWith("\n  " + advice, Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mapping_suggestion_distinguishes_layers_by_shape()
    {
        var path = _folder["weights"];
        using var module = new TwoLinear();
        TensorFile.Save(path,
        [
            ("net.0.weight", ones(5, 3)), ("net.0.bias", ones(5)), ("net.2.weight", ones(2, 5)), ("net.2.bias", ones(2)),
        ]);

        var thrown = Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path));

        const string Keys = """load with keys: new() { ["net.2"] = "output", ["net.0"] = "hidden" }.""";
        Assert.EndsWith("\n  The file has these layers under other names: " + Keys, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(4, module.LoadSafetensors(path, keys: new() { ["net.2"] = "output", ["net.0"] = "hidden" }).Loaded.Count);
    }

    [Theory]
    [InlineData("encoder", "decoder")]
    [InlineData("b", "a")]
    public void Layers_of_equal_shape_are_not_paired_by_their_order(string first, string second)
    {
        var path = _folder["weights"];
        using var module = new TwoEqual();
        TensorFile.Save(path, [($"{first}.weight", ones(3, 3)), ($"{first}.bias", ones(3)), ($"{second}.weight", ones(3, 3)), ($"{second}.bias", ones(3))]);

        Assert.DoesNotContain("keys: new()", Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_of_equal_shape_are_paired_by_their_last_name()
    {
        var path = _folder["weights"];
        using var module = new TwoEqual();
        TensorFile.Save(path, [.. module.state_dict().Select(static pair => ("net." + pair.Key, pair.Value))]);

        Assert.EndsWith("""load with keys: new() { ["net"] = "" }.""", Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a\"b")]
    [InlineData("a\u001b[31m")]
    public void Prefixes_that_cannot_stand_in_code_are_not_suggested_and_control_characters_are_escaped(string prefix)
    {
        var path = _folder["weights"];
        using var module = new Network();
        TensorFile.Save(path, module.state_dict().Select(pair => (prefix + "." + pair.Key["rnn.".Length..], pair.Value)));

        var message = Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path)).Message;
        Assert.DoesNotContain("keys: new()", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public void Mapping_that_was_given_is_not_replaced_by_a_suggestion()
    {
        var path = _folder["weights"];
        using var module = new TwoLinear();
        TensorFile.Save(path, [("a.weight", ones(5, 3)), ("a.bias", ones(5)), ("b.weight", ones(2, 5)), ("b.bias", ones(2))]);

        Assert.DoesNotContain("keys: new()", Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path, keys: new() { ["a"] = "hidden" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_other_shapes_are_not_suggested_as_mapping()
    {
        var path = _folder["weights"];
        using var module = new Network();
        TensorFile.Save(path, module.state_dict().Select(static pair => ("lstm." + pair.Key["rnn.".Length..], cat([pair.Value, pair.Value]))));

        Assert.DoesNotContain("keys: new()", Assert.Throws<WeightsMismatchException>(() => module.LoadSafetensors(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unused_prefix_and_colliding_keys_are_errors()
    {
        var path = _folder["weights"];
        using var module = new Network();
        TensorFile.Save(path, [.. module.state_dict().Select(static pair => (pair.Key, pair.Value)), .. module.state_dict().Select(static pair => ("old." + pair.Key, pair.Value))]);

        var unused = Assert.Throws<ArgumentException>(() => module.LoadSafetensors(path, keys: new() { ["rn"] = "rnn" }));
        Assert.Equal($"No key of {path} begins with 'rn.'. Its keys begin with 'old.rnn', 'rnn'.", unused.Message);

        var doubled = Assert.Throws<ArgumentException>(() => module.LoadSafetensors(path, keys: new() { ["old"] = "" }));
        Assert.StartsWith($"Two tensors of {path} have the key 'rnn.", doubled.Message, StringComparison.Ordinal);
    }

    private sealed class Network : nn.Module
    {
        public Network()
            : base("network")
        {
            register_module("rnn", nn.LSTM(3, 4));
        }
    }

    private sealed class TwoEqual : nn.Module
    {
        public TwoEqual()
            : base("equal")
        {
            register_module("output1", nn.Linear(3, 3));
            register_module("output2", nn.Linear(3, 3));
        }
    }

    private sealed class TwoLinear : nn.Module
    {
        public TwoLinear()
            : base("linear")
        {
            register_module("output", nn.Linear(5, 2));
            register_module("hidden", nn.Linear(3, 5));
        }
    }
}
