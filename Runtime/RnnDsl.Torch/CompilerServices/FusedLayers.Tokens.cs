using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Layers that read tokens. Every token of a row of the table has the same input projection, so where a batch has more tokens than the table has rows, the rows are projected once each and
/// their projections looked up: the first layer's largest product, and both of its gradients, become small ones.
/// </summary>
public sealed partial class FusedLayers
{
    /// <summary>The tokens for each row of a table for which it pays to project the table in their place.</summary>
    private const int FewestTokensOfRow = 2;

    /// <summary>What the first product of an LSTM must have for that, where oneDNN would compute the layer.</summary>
    private const long FewestMultiplications = 1 << 25;
    private const int MostUnitsOfFeature = 8;

    /// <summary>LSTM layers over the vectors of tokens.</summary>
    /// <param name="table">The table of the vectors. Where its rows are projected in place of the vectors (<see cref="ProjectsTable"/>), its <c>forward</c> is not called, nor are hooks on it.</param>
    /// <param name="tokens">int64 (or int32) [batch, time]</param>
    /// <param name="lengths">int64 [batch], the number of valid steps; <c>null</c>: all are valid.</param>
    /// <param name="hidden">[layers × directions, batch, state]; <c>null</c> for zeros.</param>
    /// <param name="cell">[layers × directions, batch, hidden]; <c>null</c> for zeros.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="needsCell">Whether the final cell states are needed; with lengths they cost extra time.</param>
    /// <returns>The output [batch, time, features] and the final states.</returns>
    public (Tensor Output, Tensor Hidden, Tensor Cell) LstmOfTokens(
        Embedding table, Tensor tokens, Tensor? lengths, Tensor? hidden, Tensor? cell, bool training, bool needsCell = true)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(tokens);
        return IsOneStep(tokens) || table.weight is not { } rows || !LstmProjectsTable(rows, tokens)
            ? Lstm(table.call(tokens), lengths, hidden, cell, training, needsCell)
            : LstmByLayer(tokens, rows, lengths, StatesOf(hidden, cell), training, needsCell);
    }

    /// <summary>GRU layers over the vectors of tokens.</summary>
    /// <inheritdoc cref="LstmOfTokens"/>
    public (Tensor Output, Tensor Hidden) GruOfTokens(Embedding table, Tensor tokens, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("gru", table, tokens, lengths, hidden, training);

    /// <summary>Elman layers with tanh over the vectors of tokens.</summary>
    /// <inheritdoc cref="LstmOfTokens"/>
    public (Tensor Output, Tensor Hidden) RnnOfTokens(Embedding table, Tensor tokens, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("tanh", table, tokens, lengths, hidden, training);

    /// <summary>Elman layers with relu over the vectors of tokens.</summary>
    /// <inheritdoc cref="LstmOfTokens"/>
    public (Tensor Output, Tensor Hidden) RnnReluOfTokens(Embedding table, Tensor tokens, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("relu", table, tokens, lengths, hidden, training);

    private (Tensor Output, Tensor Hidden) OfOneState(string kind, Embedding table, Tensor tokens, Tensor? lengths, Tensor? hidden, bool training)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(tokens);
        return IsOneStep(tokens) || table.weight is not { } rows || !ProjectsTable(rows, tokens)
            ? OfOneState(kind, table.call(tokens), lengths, hidden, training)
            : OfOneStateByLayer(kind, tokens, rows, lengths, hidden, training);
    }

    /// <summary>
    /// Whether the first layer projects the rows of a table in place of the tokens' vectors: in kernels of this library, where that is the smaller product by far.
    /// </summary>
    private bool ProjectsTable(Tensor table, Tensor tokens) =>
        First == 0 && !Residual && LoopKernel.IsFor(table) && !ReducedPrecision.TakesSequence(table)
        && tokens.dim() == 2 && tokens.numel() >= FewestTokensOfRow * table.size(0);

    /// <summary>Whether the first layer of an LSTM does so: oneDNN, where it is in use, multiplies all vectors, and is left for products that take longer than the layer's other work differs.</summary>
    private bool LstmProjectsTable(Tensor table, Tensor tokens) =>
        ProjectsTable(table, tokens)
        && (BuiltInLoops.TakesLstm(table) || (tokens.numel() * table.size(1) * 4 * StateSizes[^1] >= FewestMultiplications && table.size(1) >= StateSizes[^1] / MostUnitsOfFeature));
}
