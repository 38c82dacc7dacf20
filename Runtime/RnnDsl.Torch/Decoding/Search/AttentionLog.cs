using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What every row of every step attended to, on the device until the hypotheses that are returned are known.</summary>
internal sealed class AttentionLog
{
    private readonly List<Tensor> _steps = [];

    /// <summary>Keeps the weights of a step, [rows, positions], beyond the step's scope.</summary>
    public void Add(Tensor weights, DisposeScope step) =>
        // Another handle to the same numbers: the state may hold these weights as well, and goes when it is replaced.
        _steps.Add(step.MoveToOuter(weights.alias()));

    /// <summary>Gives hypotheses their attention, where there is any.</summary>
    /// <param name="traced">For each source its hypotheses.</param>
    /// <param name="padding">bool [sources, positions], what lies behind the end of a source.</param>
    public IReadOnlyList<IReadOnlyList<Hypothesis>> Complete(IReadOnlyList<IReadOnlyList<TracedHypothesis>> traced, Tensor? padding)
    {
        if (_steps.Count == 0)
            return [.. traced.Select(source => source.Select(each => each.Hypothesis).ToArray())];

        using var scope = NewDisposeScope();
        var positions = (int)_steps[0].size(1);
        var padded = padding is null ? new double[traced.Count] : HostNumbers.Read(padding.sum(1));
        var attentions = traced
            .Select((source, index) => source.Select(each => new float[each.Rows.Count, positions - (int)padded[index]]).ToArray())
            .ToArray();
        Fill([.. traced.SelectMany((source, index) => source.Zip(attentions[index], (each, attention) => (each.Rows, attention)))], positions);
        return
        [
            .. traced.Select((source, index) => source
                .Zip(attentions[index], (each, attention) => each.Hypothesis with { Attention = attention })
                .ToArray()),
        ];
    }

    private void Fill((IReadOnlyList<long> Rows, float[,] Attention)[] hypotheses, int positions)
    {
        var chosen = new List<Tensor>();
        for (var step = 0; step < _steps.Count; step++)
        {
            var rows = hypotheses.Where(each => each.Rows.Count > step).Select(each => each.Rows[step]).ToArray();
            if (rows.Length > 0)
                chosen.Add(_steps[step].index_select(0, tensor(rows, device: _steps[step].device)));
        }

        if (chosen.Count == 0)
            return;

        var weights = HostNumbers.Read(cat(chosen));
        var row = 0;
        for (var step = 0; step < chosen.Count; step++)
        {
            foreach (var (rows, attention) in hypotheses)
            {
                if (rows.Count <= step)
                    continue;
                for (var position = 0; position < attention.GetLength(1); position++)
                    attention[step, position] = (float)weights[row * positions + position];
                row++;
            }
        }
    }
}

/// <summary>A hypothesis without its attention, and the row in each step that it went through.</summary>
internal sealed record TracedHypothesis(Hypothesis Hypothesis, IReadOnlyList<long> Rows);
