namespace RnnDsl.Files;

/// <summary>A compressed file or an archive entry is damaged. Each reader converts it to its own exception.</summary>
internal sealed class DamagedContentException(string message, Exception? inner = null) : IOException(message, inner);
