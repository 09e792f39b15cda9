namespace Imara.Appraisal.Labelling;

/// <summary>Hears what became of each file, in the order of the walk, one call at a time, on any thread.</summary>
public interface ILabelListener
{
    /// <summary>A file was dealt with.</summary>
    /// <param name="path">Its path as it was reached; raw bytes.</param>
    /// <param name="outcome">What became of it.</param>
    void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome);
}
