using Imara.Appraisal.Labelling;

namespace Imara.Appraisal.Archives.Manifests;

/// <summary>Writes down which attributes files are to get, for a tool that makes an image or sets them later; nothing is written to the files themselves.</summary>
public abstract class XattrManifest
{
    private protected XattrManifest(Stream output) => Output = output;

    /// <summary>Where to.</summary>
    private protected Stream Output { get; }

    /// <summary>Adds what was decided about one file, if it changes attributes.</summary>
    /// <param name="path">The file relative to the root of the image, raw bytes, without a slash before it.</param>
    /// <param name="outcome">The decision.</param>
    /// <returns>False if the format cannot say it: it removes an attribute, or the name has bytes that the format has no way to write.</returns>
    /// <exception cref="IOException">The output failed.</exception>
    public bool TryAdd(ReadOnlySpan<byte> path, in FileOutcome outcome)
    {
        if (outcome.Status is not (FileStatusWord.Written or FileStatusWord.Removed))
        {
            return true;
        }

        Span<XattrChange> changes = [outcome.First, outcome.Second];
        foreach (var change in changes)
        {
            if (change is { Name: not null, Value: null })
            {
                return false;
            }
        }

        if (path.IsEmpty || path.Contains((byte)0) || !CanName(path))
        {
            return false;
        }

        Write(path, changes);
        return true;
    }

    /// <summary>True if the format can write this path.</summary>
    private protected abstract bool CanName(ReadOnlySpan<byte> path);

    /// <summary>Writes the attributes of one file; a change without a name is none.</summary>
    private protected abstract void Write(ReadOnlySpan<byte> path, ReadOnlySpan<XattrChange> changes);
}
