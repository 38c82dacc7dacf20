using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The sizes of the memory, which a decoder takes in addition to the sizes of its declaration.</summary>
internal static class DecoderSizes
{
    /// <summary>The constructor's parameters: those without a default first, the memory's sizes after the decoder's.</summary>
    public static EquatableArray<SizeParameter> With(Model model)
    {
        var memorySizes = new List<SizeParameter>();
        if (model.Attention is { } attention)
        {
            memorySizes.Add(new SizeParameter(MemorySizes.Memory, null, new([new SizeUse("number of features of the memory", attention.Key)])));
        }

        if (model.Context is { } context)
        {
            memorySizes.Add(new SizeParameter(MemorySizes.Summary, null, new([new SizeUse("size of the summary vector", context.Key)])));
        }

        return model.Parameters.Where(parameter => parameter.Default is null)
            .Concat(memorySizes)
            .Concat(model.Parameters.Where(parameter => parameter.Default is not null))
            .ToEquatableArray();
    }
}
