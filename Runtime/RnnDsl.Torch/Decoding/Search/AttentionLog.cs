using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>The attention weights of every row at every step. They stay on the device until the final hypotheses are known.</summary>
internal sealed class AttentionLog
{
    private readonly List<Tensor> _steps = [];

    /// <summary>Keeps the attention weights of a step, [rows, positions], beyond the step's dispose scope.</summary>
    public void Add(Tensor weights, DisposeScope step) =>
        // An alias, because the state may also hold these weights and disposes its handle when it is replaced.
        _steps.Add(step.MoveToOuter(weights.alias()));

    /// <summary>Adds the attention weights to the hypotheses, if there are any.</summary>
    /// <param name="traced">The hypotheses of each source.</param>
    /// <param name="padding">The padding mask, bool [sources, positions].</param>
    public IReadOnlyList<IReadOnlyList<Hypothesis>> Complete(IReadOnlyList<IReadOnlyList<TracedHypothesis>> traced, Tensor? padding)
    {
        if (_steps.Count == 0)
            return [.. traced.Select(source => source.Select(each => each.Hypothesis).ToArray())];

        using var scope = NewDisposeScope();
        var positions = (int)_steps[0].size(1);
        var padded = padding is null ? new double[traced.Count] : HostValues.Read(padding.sum(1));
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

        var weights = HostValues.Read(cat(chosen));
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
