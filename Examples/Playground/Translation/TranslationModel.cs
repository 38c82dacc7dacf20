using RnnDsl.Playground.Models;

namespace RnnDsl.Playground.Translation;

/// <summary>The translator of the server, if it has one.</summary>
/// <param name="Translator">The translator; <c>null</c> without a trained one.</param>
/// <param name="Source">Where it is from, and the command that trains one.</param>
internal sealed record TranslationModel(Translator? Translator, ModelSource Source)
{
    public string Description => Translator is null ? $"none; train one with '{Source.Command}'" : Source.ToString();
}
