using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Semantics;

/// <summary>The sizes that a decoder is told of its sources, beside those that its declaration names.</summary>
internal static class DecoderSizes
{
    public const string Memory = "memorySize";

    public const string Summary = "summarySize";

    /// <summary>The constructor's parameters: those that must be given first, the source's behind the decoder's own.</summary>
    public static EquatableArray<SizeParameter> With(Model model)
    {
        var told = new List<SizeParameter>();
        if (model.Attention is { } attention)
        {
            told.Add(new SizeParameter(Memory, null, new([new SizeUse("number of features that are attended to", attention.Key)])));
        }

        if (model.Context is { } context)
        {
            told.Add(new SizeParameter(Summary, null, new([new SizeUse("length of the source's one vector", context.Key)])));
        }

        return model.Parameters.Where(parameter => parameter.Default is null)
            .Concat(told)
            .Concat(model.Parameters.Where(parameter => parameter.Default is not null))
            .ToEquatableArray();
    }
}
