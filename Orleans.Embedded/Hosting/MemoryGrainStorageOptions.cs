namespace Orleans.Configuration;

/// <summary>Options of a store in memory. The embedded runtime's has none.</summary>
public class MemoryGrainStorageOptions;
