namespace Imara.Boot.Witnesses;

/// <summary>Accesses files from a process that the kernel finds <c>_ima</c> through.</summary>
internal interface IWitnessAccess
{
    /// <summary>Does it.</summary>
    /// <returns>None if the kernel let the file pass; EACCES if it refused it.</returns>
    Errno Do(Witness witness);
}
