namespace RnnDsl.Decoding;

/// <summary>A node in the tree of prefixes, identified by its labels: reaching a prefix again gives the same object.</summary>
internal sealed class CtcPrefix
{
    private readonly Dictionary<int, CtcPrefix> _children = [];
    private readonly CtcPrefix? _parent;
    private double _nextBlank;
    private double _nextLabel;
    private int _step = -1;

    /// <summary>The empty prefix before the first step.</summary>
    public CtcPrefix() => (Labels, EndsInBlank, EndsInLabel) = ([], 0, double.NegativeInfinity);

    private CtcPrefix(CtcPrefix parent, int label, CtcBeamOptions options)
    {
        _parent = parent;
        Labels = [.. parent.Labels, label];
        Prior = parent.Prior + options.LabelBonus;
        if (options is { LanguageModel: { } model, LanguageModelWeight: > 0 })
            Prior += options.LanguageModelWeight * model.LogProbability(parent.Labels, label);
        (EndsInBlank, EndsInLabel) = (double.NegativeInfinity, double.NegativeInfinity);
    }

    public int[] Labels { get; }

    /// <summary>The last label; -1 for the empty prefix.</summary>
    public int Last => Labels.Length > 0 ? Labels[^1] : -1;

    /// <summary>The log-probability summed over the alignments up to this step that end in a blank.</summary>
    public double EndsInBlank { get; private set; }

    /// <summary>The log-probability summed over the alignments up to this step that end in the last label.</summary>
    public double EndsInLabel { get; private set; }

    /// <summary>The contribution of language model and label bonus.</summary>
    public double Prior { get; }

    public double LogProbability => LogSum(EndsInBlank, EndsInLabel);

    public double Score => LogProbability + Prior;

    public CtcPrefix Child(int label, CtcBeamOptions options)
    {
        if (!_children.TryGetValue(label, out var child))
            _children.Add(label, child = new(this, label, options));
        return child;
    }

    public void AddBlank(double logProbability, int step, List<CtcPrefix> reached)
    {
        Reach(step, reached);
        _nextBlank = LogSum(_nextBlank, logProbability);
    }

    public void AddLabel(double logProbability, int step, List<CtcPrefix> reached)
    {
        Reach(step, reached);
        _nextLabel = LogSum(_nextLabel, logProbability);
    }

    /// <summary>Completes a step: its sums become the current ones.</summary>
    public void Advance() => (EndsInBlank, EndsInLabel) = (_nextBlank, _nextLabel);

    /// <summary>Removes a prefix without children from the tree, so that the tree does not grow with every prefix ever reached.</summary>
    public void Prune()
    {
        if (_children.Count == 0)
            _parent?._children.Remove(Last);
    }

    private void Reach(int step, List<CtcPrefix> reached)
    {
        if (_step == step)
            return;
        (_step, _nextBlank, _nextLabel) = (step, double.NegativeInfinity, double.NegativeInfinity);
        reached.Add(this);
    }

    private static double LogSum(double a, double b)
    {
        var (high, low) = a > b ? (a, b) : (b, a);
        return double.IsNegativeInfinity(low) ? high : high + Math.Log(1 + Math.Exp(low - high));
    }
}
