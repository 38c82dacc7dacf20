using TorchSharp;
using static RnnDsl.Generator.Tests.Infrastructure.HeldSums;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.EncoderDecoders;

/// <summary>
/// An encoder and a decoder as their papers write them: one source at a time, without padding, one step after the other, with nothing computed before
/// its step. Only the encoder is the generated one, of which other tests know that it is right.
/// </summary>
internal sealed class PlainTranslator(GridPoint point, IReadOnlyDictionary<string, Tensor> weights)
{
    private int Gates => point.Cell switch
    {
        "Lstm" => 4,
        "Rnn" => 1,
        _ => 3,
    };

    /// <summary>Writes one target.</summary>
    /// <param name="values">[positions, features], what the encoder gives of one source.</param>
    /// <param name="known">The encoder's final states, [layers × 2, size] each.</param>
    /// <param name="target">The tokens that are read.</param>
    /// <returns>The scores [time, vocabulary] and the weights [time, positions].</returns>
    public (Tensor Output, Tensor Weights) Write(Tensor values, IReadOnlyList<Tensor> known, IReadOnlyList<long> target)
    {
        var states = First(values, known);
        var fed = zeros(5, dtype: values.dtype);
        var summary = cat([known[0][2 * (point.Layers - 1)], known[0][(2 * point.Layers) - 1]]);
        var (coverage, previousWeights) = (zeros(values.size(0), dtype: values.dtype), zeros(values.size(0), dtype: values.dtype));
        var (outputs, allWeights) = (new List<Tensor>(), new List<Tensor>());
        foreach (var word in target)
        {
            var token = W("embedding.weight")[word];
            Tensor context, shares, state;
            if (point.Place == AttentionPlace.Above)
            {
                (context, shares) = Attend(states[0][0], values, coverage, previousWeights);
                state = Cells(cat([token, .. Added(SummaryPlace.First), context]), states);
            }
            else
            {
                state = Cells(cat([token, .. Added(SummaryPlace.First), .. point.Place == AttentionPlace.BelowAndFed ? [fed] : Array.Empty<Tensor>()]), states);
                (context, shares) = Attend(state, values, coverage, previousWeights);
            }

            coverage = Sum(coverage, shares);
            previousWeights = shares;

            // The readout reads what is above it, and then what has entered the cell: context vector, summary vector, token.
            Tensor[] above = point.Place == AttentionPlace.Above ? [state, .. Added(SummaryPlace.Below), context] : [state, context, .. Added(SummaryPlace.Below)];
            var readout = Sum(
                W("readout.weight").matmul(cat([.. above, .. Added(SummaryPlace.First), .. point.ReadsToken ? [token] : Array.Empty<Tensor>()])),
                W("readout.bias"));
            fed = point.Function switch
            {
                Activation.Tanh => readout.tanh(),
                Activation.Maxout => stack([.. Enumerable.Range(0, 5).Select(i => maximum(readout[2 * i], readout[(2 * i) + 1]))]),
                _ => readout,
            };
            outputs.Add(Sum(W("linear.weight").matmul(fed), W("linear.bias")));
            allWeights.Add(shares);
        }

        return (stack(outputs), stack(allWeights));

        Tensor[] Added(SummaryPlace place) => point.Summary == place ? [summary] : [];
    }

    private Tensor W(string name) => weights["decoder." + name];

    /// <summary>State by state, layer by layer.</summary>
    private Tensor[][] First(Tensor values, IReadOnlyList<Tensor> known)
    {
        var kinds = point.Cell == "Lstm" ? 2 : 1;
        return [.. Enumerable.Range(0, kinds).Select(kind => Enumerable.Range(0, point.Layers).Select(layer => point.Bridge switch
        {
            Bridge.Zero => zeros(GridPoint.Hidden, dtype: values.dtype),
            Bridge.Last => cat([known[kind][2 * layer], known[kind][(2 * layer) + 1]]),
            Bridge.Mean => kind == 0 ? values.mean([0]) : zeros(GridPoint.Hidden, dtype: values.dtype),
            Bridge.Dense => Dense(cat([.. known.Select(state => state.flatten())]), kind, layer),
            _ => Dense(values.mean([0]), kind, layer),
        }).ToArray())];

        Tensor Dense(Tensor vector, int kind, int layer)
        {
            var name = kind == 0 ? "bridgeHidden" : "bridgeCell";
            var all = Sum(weights[name + ".weight"].matmul(vector), weights[name + ".bias"]).tanh();
            return all.narrow(0, layer * GridPoint.Hidden, GridPoint.Hidden);
        }
    }

    private (Tensor Context, Tensor Shares) Attend(Tensor query, Tensor values, Tensor coverage, Tensor previousWeights)
    {
        if (point.Score == AttentionScore.MultiHead)
        {
            return AttendWithHeads(query, values);
        }

        var located = point.Score == AttentionScore.LocationAware ? Locate(previousWeights) : null;
        var scores = stack([.. Enumerable.Range(0, (int)values.size(0)).Select(j => Score(query, values[j], coverage[j], located?[j]))]);
        var shares = scores.softmax(0);
        return (shares.matmul(values), shares);
    }

    private Tensor Score(Tensor query, Tensor position, Tensor coverage, Tensor? located)
    {
        switch (point.Score)
        {
            case AttentionScore.Dot:
                return query.dot(position);

            case AttentionScore.ScaledDot:
                return Times(query.dot(position), 1 / Math.Sqrt(GridPoint.Hidden));

            case AttentionScore.General:
                return query.dot(W("attention.memory.weight").matmul(position));
        }

        var sum = point.Score == AttentionScore.Concat
            ? Sum(W("attention.joint.weight").matmul(cat([query, position])), W("attention.joint.bias"))
            : Sum(W("attention.query.weight").matmul(query), W("attention.memory.weight").matmul(position), W("attention.memory.bias"));
        sum = point.Coverage ? Sum(sum, W("attention.coverage.weight").squeeze(1) * coverage) : sum;
        sum = located is null ? sum : Sum(sum, W("attention.location.weight").matmul(located));
        return W("attention.score.weight").squeeze(0).dot(sum.tanh());
    }

    /// <summary>What each filter sees around each position: [positions, filters].</summary>
    private Tensor Locate(Tensor previousWeights)
    {
        var padded = cat([zeros(1, dtype: previousWeights.dtype), previousWeights, zeros(1, dtype: previousWeights.dtype)]);
        var filters = W("attention.filters.weight").squeeze(1);
        return stack([.. Enumerable.Range(0, (int)previousWeights.size(0)).Select(j => filters.matmul(padded.narrow(0, j, GridPoint.Width)))]);
    }

    private (Tensor Context, Tensor Shares) AttendWithHeads(Tensor query, Tensor values)
    {
        const int size = GridPoint.AttentionSize / GridPoint.Heads;
        var projectedQuery = Sum(W("attention.query.weight").matmul(query), W("attention.query.bias"));
        var keys = Sum(values.matmul(W("attention.key.weight").t()), W("attention.key.bias"));
        var given = Sum(values.matmul(W("attention.value.weight").t()), W("attention.value.bias"));
        var (contexts, shares) = (new List<Tensor>(), new List<Tensor>());
        for (var head = 0; head < GridPoint.Heads; head++)
        {
            var share = Times(keys.narrow(1, head * size, size).matmul(projectedQuery.narrow(0, head * size, size)), 1 / Math.Sqrt(size)).softmax(0);
            shares.Add(share);
            contexts.Add(share.matmul(given.narrow(1, head * size, size)));
        }

        return (Sum(W("attention.output.weight").matmul(cat(contexts)), W("attention.output.bias")), stack(shares).mean([0]));
    }

    /// <summary>One step of all layers; the states change.</summary>
    private Tensor Cells(Tensor input, Tensor[][] states)
    {
        for (var layer = 0; layer < point.Layers; layer++)
        {
            var hidden = states[0][layer];
            if (point.Cell == "Lstm")
            {
                (states[0][layer], states[1][layer]) = Lstm(input, hidden, states[1][layer], layer);
            }
            else
            {
                states[0][layer] = point.Cell switch
                {
                    "Rnn" => Gate(input, hidden, layer, 0).tanh(),
                    "Mgu" => Mgu(input, hidden, layer),
                    _ => Gru(input, hidden, layer),
                };
            }

            input = states[0][layer];
        }

        return input;
    }

    private (Tensor Hidden, Tensor Cell) Lstm(Tensor input, Tensor hidden, Tensor cell, int layer)
    {
        var next = Sum(Gate(input, hidden, layer, 1).sigmoid() * cell, Gate(input, hidden, layer, 0).sigmoid() * Gate(input, hidden, layer, 2).tanh());
        return (Gate(input, hidden, layer, 3).sigmoid() * next.tanh(), next);
    }

    private Tensor Gru(Tensor input, Tensor hidden, int layer)
    {
        var (reset, update) = (Gate(input, hidden, layer, 0).sigmoid(), Gate(input, hidden, layer, 1).sigmoid());
        var candidate = point.Cell == "GruBefore"
            ? Sum(Of(input, "ih", layer, 2), Of(reset * hidden, "hh", layer, 2)).tanh()
            : Sum(Of(input, "ih", layer, 2), reset * Of(hidden, "hh", layer, 2)).tanh();
        return Sum(OneMinus(update) * candidate, update * hidden);
    }

    private Tensor Mgu(Tensor input, Tensor hidden, int layer)
    {
        var forget = Sum(P("W_f").matmul(input), P("U_f").matmul(hidden), P("b_f")).sigmoid();
        var candidate = Sum(P("W").matmul(input), P("U").matmul(forget * hidden), P("b")).tanh();
        return Sum(OneMinus(forget) * hidden, forget * candidate);

        Tensor P(string name) => W($"cell.{name}_l{layer}");
    }

    private Tensor Gate(Tensor input, Tensor hidden, int layer, int gate) => Sum(Of(input, "ih", layer, gate), Of(hidden, "hh", layer, gate));

    /// <summary>A product with the rows of one gate, and its bias where it has one.</summary>
    private Tensor Of(Tensor vector, string kind, int layer, int gate)
    {
        var weight = W($"cell.weight_{kind}_l{layer}");
        var size = weight.size(0) / Gates;
        var product = weight.narrow(0, gate * size, size).matmul(vector);
        return weights.TryGetValue($"decoder.cell.bias_{kind}_l{layer}", out var bias) ? Sum(product, bias.narrow(0, gate * size, size)) : product;
    }
}
