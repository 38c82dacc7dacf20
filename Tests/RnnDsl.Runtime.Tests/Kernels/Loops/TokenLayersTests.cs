using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Layers that project a table equal those that read its vectors.</summary>
public sealed class TokenLayersTests : IDisposable
{
    private const int Rows = 5;
    private const int Features = 3;
    private const int Hidden = 4;
    private const int Batch = 3;
    private const int Time = 6;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Draw _draw = new();

    public static TheoryData<string, bool, Merge, bool, bool> Layers()
    {
        TheoryData<string, bool, Merge, bool, bool> data = [];
        foreach (var kind in new[] { "lstm", "gru", "rnn", "relu" })
        {
            foreach (var hasLengths in new[] { false, true })
            {
                data.Add(kind, false, Merge.Concat, false, hasLengths);
                data.Add(kind, true, Merge.Concat, false, hasLengths);
                data.Add(kind, true, Merge.Mean, false, hasLengths);
                data.Add(kind, false, Merge.Concat, true, hasLengths);
            }
        }

        return data;
    }

    public void Dispose()
    {
        _draw.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Projected_table_gives_the_outputs_and_gradients_of_vectors(string kind, bool isBidirectional, Merge merge, bool isReverse, bool hasLengths)
    {
        var place = new Place(kind, isBidirectional, merge, isReverse, _draw);
        var tokens = _draw.Tokens(Rows, Batch, Time);
        var lengths = hasLengths ? tensor(new long[] { 4, 6, 1 }) : null;
        var states = place.States(_draw, Batch);
        var found = Gradients.Of(place.Module, (input, initial) => place.OfTokens(input, lengths, initial), tokens, states);
        Assert.Equal(0, place.Lookups);
        Gradients.Equal(Gradients.Of(place.Module, (input, initial) => place.OfVectors(input, lengths, initial), tokens, states), found, 1e-12);
        Assert.Equal(1, place.Lookups);

        // Tokens of the other integer type, without states.
        Gradients.Equal(
            Gradients.Of(place.Module, (input, _) => place.OfVectors(input, lengths, null), tokens, null),
            Gradients.Of(place.Module, (input, _) => place.OfTokens(input, lengths, null), tokens.to(ScalarType.Int32), null),
            1e-12);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    [InlineData("relu")]
    public void Second_derivatives_are_right(string kind)
    {
        var place = new Place(kind, isBidirectional: true, Merge.Concat, isReverse: false, _draw);
        var tokens = _draw.Tokens(Rows, 2, Time);

        // Tokens have no gradient; the factor of the output has one.
        FiniteDifferences.ConfirmSecond(
            place.Module,
            (factor, initial) =>
            {
                var (output, states) = place.OfTokens(tokens, null, initial);
                return (output * factor, states);
            },
            _draw.Normal(2, Time, 2 * Hidden), place.States(_draw, 2), _draw);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    [InlineData("relu")]
    public void Masks_between_layers_are_those_of_vectors(string kind)
    {
        var place = new Place(kind, isBidirectional: false, Merge.Concat, isReverse: false, _draw, lockedDropout: 0.5);
        var tokens = _draw.Tokens(Rows, Batch, Time);
        manual_seed(3);
        var expected = place.OfVectors(tokens, null, null).Output;
        manual_seed(3);
        Near.Equal("the output", expected, place.OfTokens(tokens, null, null).Output, 1e-12);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Frozen_table_gets_no_gradient(string kind)
    {
        var place = new Place(kind, isBidirectional: false, Merge.Concat, isReverse: false, _draw);
        var tokens = _draw.Tokens(Rows, Batch, Time);
        place.Table.weight!.requires_grad = false;
        Gradients.Equal(
            Gradients.Of(place.Module, (input, _) => place.OfVectors(input, null, null), tokens, null), Gradients.Of(place.Module, (input, _) => place.OfTokens(input, null, null), tokens, null), 1e-12);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    [InlineData("relu")]
    public void Vectors_are_read_where_that_is_the_smaller_product(string kind)
    {
        var place = new Place(kind, isBidirectional: false, Merge.Concat, isReverse: false, _draw);
        using var _ = no_grad();

        Assert.Equal(0, Lookups(() => place.OfTokens(_draw.Tokens(Rows, 2, Rows), null, null)));
        Assert.Equal(1, Lookups(() => place.OfTokens(_draw.Tokens(Rows, 3, Rows - 2), null, null)));
        Assert.Equal(1, Lookups(() => place.OfTokens(_draw.Tokens(Rows, 4 * Rows, 1), null, null)));
        Assert.Equal(1, KernelSwitch.Off(() => Lookups(() => place.OfTokens(_draw.Tokens(Rows, Batch, Time), null, null))));

        int Lookups(Action run)
        {
            var before = place.Lookups;
            run();
            return place.Lookups - before;
        }
    }

    [Fact]
    public void Lstm_that_oneDNN_would_compute_projects_the_table_for_a_large_product_alone()
    {
        using var _ = no_grad();
        Assert.Equal(0, Lookups(features: 64, hidden: 64));

        // Where oneDNN is not in use, the kernels of this library compute every LSTM.
        Assert.Equal(Lookups(features: 16, hidden: 32), Lookups(features: 16, hidden: 256));

        int Lookups(int features, int hidden)
        {
            var table = nn.Embedding(Rows, features);
            var lookups = 0;
            table.register_forward_hook((_, _, result) =>
            {
                lookups++;
                return result;
            });
            var module = nn.LSTM(features, hidden, batchFirst: true);
            var tokens = _draw.Tokens(Rows, 32, 80);
            var (found, _, _) = new FusedLayers(module).LstmOfTokens(table, tokens, null, null, null, training: false);
            var count = lookups;
            Near.Equal("the output", module.call(table.call(tokens)).Item1, found, 1e-5);
            return count;
        }
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    public void Token_outside_the_table_is_an_error(string kind)
    {
        var place = new Place(kind, isBidirectional: false, Merge.Concat, isReverse: false, _draw);
        var tokens = _draw.Tokens(Rows, Batch, Time);
        tokens[1, 2].fill_(Rows);
        Assert.Contains("index out of range", Assert.ThrowsAny<Exception>(() => place.OfTokens(tokens, null, null)).Message, StringComparison.Ordinal);

        // Behind the end of a sequence anything may stand.
        place.OfTokens(tokens, tensor(new long[] { 6, 2, 6 }), null);
    }

    /// <summary>An embedding and two layers.</summary>
    private sealed class Place
    {
        private readonly string _kind;
        private readonly FusedLayers _layers;
        private readonly long _rows;

        public Place(string kind, bool isBidirectional, Merge merge, bool isReverse, Draw draw, double lockedDropout = 0)
        {
            _kind = kind;
            Table = nn.Embedding(Rows, Features, dtype: ScalarType.Float64);
            Table.register_forward_hook((_, _, result) =>
            {
                Lookups++;
                return result;
            });

            // Directions that are merged have layers of their own: the second layer reads one of them.
            var features = merge == Merge.Concat ? Features : Hidden;
            var layers = merge == Merge.Concat ? 2 : 1;
            nn.Module cell = kind switch
            {
                "lstm" => nn.LSTM(Features, Hidden, layers, batchFirst: true, bidirectional: isBidirectional, dtype: ScalarType.Float64),
                "gru" => nn.GRU(Features, Hidden, layers, batchFirst: true, bidirectional: isBidirectional, dtype: ScalarType.Float64),
                _ => nn.RNN(Features, Hidden, layers, kind == "rnn" ? nn.NonLinearities.Tanh : nn.NonLinearities.ReLU, batchFirst: true, bidirectional: isBidirectional, dtype: ScalarType.Float64),
            };
            _layers = new FusedLayers(cell) { Merge = merge, Reverse = isReverse, LockedDropout = lockedDropout };
            _rows = layers * (isBidirectional ? 2 : 1);
            Module = new Both(Table, cell);
            draw.Fill(Module);
        }

        public Embedding Table { get; }

        public nn.Module Module { get; }

        /// <summary>The calls of the table's own <c>forward</c>.</summary>
        public int Lookups { get; private set; }

        public Tensor[] States(Draw draw, int batch) => [.. Enumerable.Range(0, _kind == "lstm" ? 2 : 1).Select(_ => draw.Normal(_rows, batch, Hidden))];

        public (Tensor Output, Tensor[] States) OfTokens(Tensor tokens, Tensor? lengths, Tensor[]? states)
        {
            if (_kind == "lstm")
            {
                var (sequence, hidden, cell) = _layers.LstmOfTokens(Table, tokens, lengths, states?[0], states?[1], training: true);
                return (sequence, [hidden, cell]);
            }

            var (output, final) = _kind switch
            {
                "gru" => _layers.GruOfTokens(Table, tokens, lengths, states?[0], training: true),
                "rnn" => _layers.RnnOfTokens(Table, tokens, lengths, states?[0], training: true),
                _ => _layers.RnnReluOfTokens(Table, tokens, lengths, states?[0], training: true),
            };
            return (output, [final]);
        }

        public (Tensor Output, Tensor[] States) OfVectors(Tensor tokens, Tensor? lengths, Tensor[]? states)
        {
            var input = Table.call(tokens);
            if (_kind == "lstm")
            {
                var (sequence, hidden, cell) = _layers.Lstm(input, lengths, states?[0], states?[1], training: true);
                return (sequence, [hidden, cell]);
            }

            var (output, final) = _kind switch
            {
                "gru" => _layers.Gru(input, lengths, states?[0], training: true),
                "rnn" => _layers.Rnn(input, lengths, states?[0], training: true),
                _ => _layers.RnnRelu(input, lengths, states?[0], training: true),
            };
            return (output, [final]);
        }
    }

    private sealed class Both : nn.Module
    {
        public Both(nn.Module table, nn.Module cell) : base(nameof(Both))
        {
            register_module("table", table);
            register_module("cell", cell);
        }

        protected override void RegisterComponents() { }
    }
}
